package dev.palabre.console.layout;

import dev.palabre.auth.Principal;
import dev.palabre.http.Request;
import io.vertx.ext.web.RoutingContext;

/** A request for a page of the console, by somebody who is signed in. */
public final class ConsoleRequest extends Request {
    private final Principal principal;
    private final String lang;

    ConsoleRequest(RoutingContext ctx, Principal principal, String lang) {
        super(ctx);
        this.principal = principal;
        this.lang = lang;
    }

    /** Who is signed in. */
    public Principal principal() {
        return principal;
    }

    /** The language of the page. */
    public String lang() {
        return lang;
    }
}

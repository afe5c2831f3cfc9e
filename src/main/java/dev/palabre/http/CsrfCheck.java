package dev.palabre.http;

import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.ext.web.RoutingContext;

/**
 * Whether a change was asked for by our own pages, as the browser tells: {@code Sec-Fetch-Site}, or {@code Origin} where
 * an older browser sends none. No page can forge either.
 */
public final class CsrfCheck {
    private final String origin;

    /** Changes asked for by pages of this origin. */
    public CsrfCheck(String origin) {
        this.origin = origin;
    }

    /** For changes by cookie: the browser must say that our own page asks. */
    public void require(RoutingContext ctx) {
        if (!stated(ctx) || !ours(ctx)) {
            throw Problem.of(Kind.FORBIDDEN, "foreign_request");
        }
    }

    /** The same for a parsed request. */
    public void require(Request request) {
        require(request.context());
    }

    /** For sign-in, where a program may ask too: what the browser says must not be another page. */
    public void requireIfStated(RoutingContext ctx) {
        if (stated(ctx) && !ours(ctx)) {
            throw Problem.of(Kind.FORBIDDEN, "foreign_request");
        }
    }

    private static boolean stated(RoutingContext ctx) {
        return site(ctx) != null || Cors.origin(ctx.request()) != null;
    }

    private boolean ours(RoutingContext ctx) {
        var site = site(ctx);
        return site == null ? origin.equals(Cors.origin(ctx.request())) : site.equals("same-origin");
    }

    private static @org.jspecify.annotations.Nullable String site(RoutingContext ctx) {
        return ctx.request().getHeader("Sec-Fetch-Site");
    }
}

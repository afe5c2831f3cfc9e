package dev.palabre.console.retention;

import dev.palabre.auth.Authenticator;
import dev.palabre.console.layout.ConsoleAccess;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.privacy.retention.Retention;
import dev.palabre.site.Sites;
import io.vertx.ext.web.Router;
import java.util.List;

/** Puts the page about retention together. */
public final class RetentionConsoleModule {
    /** Templates that it renders. */
    public static final List<String> TEMPLATES = List.of("console-retention", "console-retention-sites");

    private final RetentionPages routes;

    /** A page over this retention. */
    public RetentionConsoleModule(Retention retention, Sites sites, Authenticator authenticate, ConsoleLayout layout) {
        routes = new RetentionPages(retention, new ConsoleAccess(sites, authenticate, layout), layout);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
    }
}

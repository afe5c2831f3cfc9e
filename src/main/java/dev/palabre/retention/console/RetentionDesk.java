package dev.palabre.retention.console;

import dev.palabre.moderation.console.Chrome;
import dev.palabre.retention.Retention;
import dev.palabre.signin.Authenticate;
import dev.palabre.site.Sites;
import io.vertx.ext.web.Router;
import java.util.List;

/** Puts the page about retention together. */
public final class RetentionDesk {
    /** Templates that it renders. */
    public static final List<String> TEMPLATES = List.of("console-retention", "console-retention-sites");

    private final RetentionRoutes routes;

    /** A page over this retention. */
    public RetentionDesk(Retention retention, Sites sites, Authenticate authenticate, Chrome chrome) {
        routes = new RetentionRoutes(retention, sites, authenticate, chrome);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
    }
}

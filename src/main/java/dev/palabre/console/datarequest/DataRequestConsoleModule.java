package dev.palabre.console.datarequest;

import dev.palabre.auth.Authenticator;
import dev.palabre.console.layout.ConsoleAccess;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.http.ErrorHandler;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.site.Sites;
import io.vertx.ext.web.Router;
import java.util.List;

/** Puts the desk together on which requests land. */
public final class DataRequestConsoleModule {
    /** Templates that it renders. */
    public static final List<String> TEMPLATES = List.of("console-requests");

    private final DataRequestPages routes;
    private final DataRequestApiRoutes api;

    /** A desk for these requests. */
    public DataRequestConsoleModule(
            DataRequests requests,
            Sites sites,
            Authenticator authenticate,
            ConsoleLayout layout,
            ErrorHandler failures) {
        routes = new DataRequestPages(requests, new ConsoleAccess(sites, authenticate, layout), layout, failures);
        api = new DataRequestApiRoutes(requests, sites, authenticate);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
        api.mount(router);
    }
}

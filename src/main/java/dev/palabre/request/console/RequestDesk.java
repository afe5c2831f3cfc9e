package dev.palabre.request.console;

import dev.palabre.kernel.http.Failures;
import dev.palabre.moderation.console.Chrome;
import dev.palabre.moderation.console.SiteGate;
import dev.palabre.request.Requests;
import dev.palabre.signin.Authenticate;
import dev.palabre.site.Sites;
import io.vertx.ext.web.Router;
import java.util.List;

/** Puts the desk together on which requests land. */
public final class RequestDesk {
    /** Templates that it renders. */
    public static final List<String> TEMPLATES = List.of("console-requests");

    private final RequestRoutes routes;
    private final RequestApiRoutes api;

    /** A desk for these requests. */
    public RequestDesk(Requests requests, Sites sites, Authenticate authenticate, Chrome chrome, Failures failures) {
        routes = new RequestRoutes(requests, new SiteGate(sites, authenticate, chrome), chrome, failures);
        api = new RequestApiRoutes(requests, sites, authenticate);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
        api.mount(router);
    }
}

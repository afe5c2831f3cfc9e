package dev.palabre.auth;

import dev.palabre.auth.SignIn.Credentials;
import dev.palabre.auth.SignIn.SignedIn;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Signing in and out by the API. */
public final class SessionApiRoutes {
    private final SignIn signIn;
    private final Sites sites;

    record SiteView(String key, String name, String role) {}

    record SessionView(String email, List<SiteView> sites) {}

    /** The routes of this sign-in. */
    public SessionApiRoutes(SignIn signIn, Sites sites) {
        this.signIn = signIn;
        this.sites = sites;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.post("/api/moderation/session").handler(Response.handler(this::start));
        router.post("/api/moderation/session/end").handler(Response.handler(this::end));
    }

    private Future<Response> start(RoutingContext ctx) {
        return signIn.start(ctx, RequestBody.read(ctx, Credentials.class))
                .compose(signedIn -> view(signedIn).map(view -> Response.json(200, view)
                        .with("Set-Cookie", signedIn.setCookie())
                        .with("Set-Cookie", signedIn.deviceCookie())));
    }

    private Future<Response> end(RoutingContext ctx) {
        return signIn.end(ctx).map(dropped -> Response.nothing().with("Set-Cookie", dropped));
    }

    private Future<SessionView> view(SignedIn signedIn) {
        var caller = signedIn.caller();
        return sites.list()
                .map(all -> all.stream()
                        .flatMap(site -> caller.role(site.id()).stream()
                                .map(role -> new SiteView(site.key(), site.name(), role.wireName())))
                        .toList())
                .map(seen -> new SessionView(caller.email(), seen));
    }
}

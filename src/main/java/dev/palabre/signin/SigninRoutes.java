package dev.palabre.signin;

import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Reply;
import dev.palabre.signin.SignIn.Credentials;
import dev.palabre.signin.SignIn.SignedIn;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Signing in and out by the API. */
public final class SigninRoutes {
    private final SignIn signIn;
    private final Sites sites;

    record SiteView(String key, String name, String role) {}

    record SessionView(String email, List<SiteView> sites) {}

    /** The routes of this sign-in. */
    public SigninRoutes(SignIn signIn, Sites sites) {
        this.signIn = signIn;
        this.sites = sites;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.post("/api/moderation/session").handler(Reply.handler(this::start));
        router.post("/api/moderation/session/end").handler(Reply.handler(this::end));
    }

    private Future<Reply> start(RoutingContext ctx) {
        return signIn.start(ctx, Bodies.read(ctx, Credentials.class)).compose(signedIn -> view(signedIn)
                .map(view -> Reply.json(200, view).with("Set-Cookie", signedIn.setCookie())));
    }

    private Future<Reply> end(RoutingContext ctx) {
        return signIn.end(ctx).map(dropped -> Reply.nothing().with("Set-Cookie", dropped));
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

package dev.palabre.moderation;

import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.http.Reply;
import dev.palabre.mail.Bounces;
import dev.palabre.signin.Authenticate;
import dev.palabre.signin.Caller;
import dev.palabre.signin.Role;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Takes what mail servers report about mails that did not arrive. */
final class BounceRoutes {
    private final Bounces bounces;
    private final Authenticate authenticate;

    record NotedJson(boolean noted) {}

    BounceRoutes(Bounces bounces, Authenticate authenticate) {
        this.bounces = bounces;
        this.authenticate = authenticate;
    }

    void mount(Router router) {
        router.post("/api/moderation/bounces").handler(Reply.handler(this::take));
    }

    private Future<Reply> take(RoutingContext ctx) {
        return authenticate.caller(ctx).compose(caller -> {
            if (caller.sites().stream().noneMatch(site -> owns(caller, site))) {
                throw Problem.of(Kind.FORBIDDEN, "owner_needed");
            }
            return bounces.take(Bodies.mail(ctx), site -> owns(caller, site))
                    .map(noted -> Reply.json(200, new NotedJson(noted)));
        });
    }

    private static boolean owns(Caller caller, int siteId) {
        return caller.role(siteId).filter(Role.OWNER::equals).isPresent();
    }
}

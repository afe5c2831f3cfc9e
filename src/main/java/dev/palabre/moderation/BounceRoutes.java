package dev.palabre.moderation;

import dev.palabre.auth.Authenticator;
import dev.palabre.auth.Principal;
import dev.palabre.auth.Role;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.mail.outbox.Bounces;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Takes what mail servers report about mails that did not arrive. */
final class BounceRoutes {
    private final Bounces bounces;
    private final Authenticator authenticate;

    record NotedJson(boolean noted) {}

    BounceRoutes(Bounces bounces, Authenticator authenticate) {
        this.bounces = bounces;
        this.authenticate = authenticate;
    }

    void mount(Router router) {
        router.post("/api/moderation/bounces").handler(Response.handler(this::take));
    }

    private Future<Response> take(RoutingContext ctx) {
        return authenticate.caller(ctx).compose(caller -> {
            if (caller.sites().stream().noneMatch(site -> owns(caller, site))) {
                throw Problem.of(Kind.FORBIDDEN, "owner_needed");
            }
            return bounces.take(RequestBody.mail(ctx), site -> owns(caller, site))
                    .map(noted -> Response.json(200, new NotedJson(noted)));
        });
    }

    private static boolean owns(Principal caller, int siteId) {
        return caller.role(siteId).filter(Role.OWNER::equals).isPresent();
    }
}

package dev.palabre.request.console;

import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Reply;
import dev.palabre.moderation.Scope;
import dev.palabre.request.Request;
import dev.palabre.request.Requests;
import dev.palabre.signin.Authenticate;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the desk does, for programs. */
final class RequestApiRoutes {
    private static final int MAX_LIMIT = 500;
    private static final int DEFAULT_LIMIT = 50;

    private final Requests requests;
    private final Sites sites;
    private final Authenticate authenticate;

    record RequestsJson(List<RequestJson> requests) {}

    record AnswerRequest(@Nullable String answer) {}

    RequestApiRoutes(Requests requests, Sites sites, Authenticate authenticate) {
        this.requests = requests;
        this.sites = sites;
        this.authenticate = authenticate;
    }

    void mount(Router router) {
        router.get("/api/moderation/requests").handler(Reply.handler(this::list));
        router.post("/api/moderation/requests/:id/answer").handler(Reply.handler(this::answer));
    }

    private Future<Reply> list(RoutingContext ctx) {
        var named = Params.query(ctx, "site");
        return authenticate
                .caller(ctx)
                .compose(caller -> Scope.of(sites, caller, named))
                .compose(scope -> {
                    var ids = scope.ids().stream()
                            .filter(scope.caller()::canDecide)
                            .toList();
                    if (ids.isEmpty()) {
                        throw Rights.readerOnly();
                    }
                    return read(ctx, ids).map(found -> {
                        var now = Instant.now();
                        return Reply.json(
                                200,
                                new RequestsJson(found.stream()
                                        .map(each -> RequestJson.of(
                                                each, scope.site(each.siteId()).key(), now))
                                        .toList()));
                    });
                });
    }

    private Future<List<Request>> read(RoutingContext ctx, List<Integer> siteIds) {
        var limit = Params.number(ctx, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var state = Params.query(ctx, "state");
        return switch (state == null ? "open" : state) {
            case "open" -> requests.waiting(siteIds, limit);
            case "answered" -> requests.answered(siteIds, limit);
            default -> throw Problem.malformed("state", "request_state");
        };
    }

    private Future<Reply> answer(RoutingContext ctx) {
        UUID id = Params.id(ctx, "id");
        return authenticate.caller(ctx).compose(caller -> {
            var typed = Bodies.read(ctx, AnswerRequest.class).answer();
            return Rights.require(requests, caller, id)
                    .compose(request -> requests.answer(request, typed, caller.moderatorId()))
                    .compose(done -> Rights.require(requests, caller, id))
                    .compose(request -> sites.require(request.siteId())
                            .map(site -> Reply.json(200, RequestJson.of(request, site.key(), Instant.now()))));
        });
    }
}

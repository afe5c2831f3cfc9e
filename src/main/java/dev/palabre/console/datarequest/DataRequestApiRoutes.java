package dev.palabre.console.datarequest;

import dev.palabre.auth.Authenticator;
import dev.palabre.http.Params;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.moderation.SiteScope;
import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.problem.Problem;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the desk does, for programs. */
final class DataRequestApiRoutes {
    private static final int MAX_LIMIT = 500;
    private static final int DEFAULT_LIMIT = 50;

    private final DataRequests requests;
    private final Sites sites;
    private final Authenticator authenticate;

    record RequestsJson(List<DataRequestJson> requests) {}

    record AnswerRequest(@Nullable String answer) {}

    DataRequestApiRoutes(DataRequests requests, Sites sites, Authenticator authenticate) {
        this.requests = requests;
        this.sites = sites;
        this.authenticate = authenticate;
    }

    void mount(Router router) {
        router.get("/api/moderation/requests").handler(Response.handler(this::list));
        router.post("/api/moderation/requests/:id/answer").handler(Response.handler(this::answer));
    }

    private Future<Response> list(RoutingContext ctx) {
        var named = Params.query(ctx, "site");
        return authenticate
                .caller(ctx)
                .compose(caller -> SiteScope.of(sites, caller, named))
                .compose(scope -> {
                    var ids = scope.ids().stream()
                            .filter(scope.caller()::canDecide)
                            .toList();
                    if (ids.isEmpty()) {
                        throw DataRequestAccess.readerOnly();
                    }
                    return read(ctx, ids).map(found -> {
                        var now = Instant.now();
                        return Response.json(
                                200,
                                new RequestsJson(found.stream()
                                        .map(each -> DataRequestJson.of(
                                                each, scope.site(each.siteId()).key(), now))
                                        .toList()));
                    });
                });
    }

    private Future<List<DataRequest>> read(RoutingContext ctx, List<Integer> siteIds) {
        var limit = Params.number(ctx, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var state = Params.query(ctx, "state");
        return switch (state == null ? "open" : state) {
            case "open" -> requests.waiting(siteIds, limit);
            case "answered" -> requests.answered(siteIds, limit);
            default -> throw Problem.malformed("state", "request_state");
        };
    }

    private Future<Response> answer(RoutingContext ctx) {
        UUID id = Params.id(ctx, "id");
        return authenticate.caller(ctx).compose(caller -> {
            var typed = RequestBody.read(ctx, AnswerRequest.class).answer();
            return DataRequestAccess.require(requests, caller, id)
                    .compose(request -> requests.answer(request, typed, caller.moderatorId()))
                    .compose(done -> DataRequestAccess.require(requests, caller, id))
                    .compose(request -> sites.require(request.siteId())
                            .map(site -> Response.json(200, DataRequestJson.of(request, site.key(), Instant.now()))));
        });
    }
}

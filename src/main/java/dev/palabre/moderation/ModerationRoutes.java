package dev.palabre.moderation;

import dev.palabre.auth.Authenticator;
import dev.palabre.auth.Principal;
import dev.palabre.comment.model.CommentSearch.Found;
import dev.palabre.comment.model.CommentSearch.Query;
import dev.palabre.comment.model.CommentSearch.Statistics;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.http.Params;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.problem.Problem;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The API of moderators and of their programs. */
final class ModerationRoutes {
    private static final int MAX_LIMIT = 500;
    private static final int DEFAULT_LIMIT = 50;

    private final Moderation moderation;
    private final Authenticator authenticate;
    private final Sites sites;
    private final Messages messages;

    record CommentsJson(
            List<ModeratedCommentJson> comments, @Nullable String next) {}

    record DecisionsJson(
            List<AuditJson> decisions, @Nullable String next) {}

    record StatisticsJson(
            Map<String, Long> counts,
            @Nullable String oldestPendingAt,
            @Nullable Long oldestPendingSeconds) {}

    record ResultJson(
            String id,
            int status,
            @Nullable String code,
            @Nullable String detail,
            @Nullable ModeratedCommentJson comment) {}

    record ResultsJson(List<ResultJson> results) {}

    ModerationRoutes(Moderation moderation, Authenticator authenticate, Sites sites, Messages messages) {
        this.moderation = moderation;
        this.authenticate = authenticate;
        this.sites = sites;
        this.messages = messages;
    }

    void mount(Router router) {
        router.get("/api/moderation/comments").handler(Response.handler(this::comments));
        router.post("/api/moderation/comments/:id/decisions").handler(Response.handler(this::decide));
        router.post("/api/moderation/decisions").handler(Response.handler(this::decideAll));
        router.get("/api/moderation/audit").handler(Response.handler(this::audit));
        router.get("/api/moderation/statistics").handler(Response.handler(this::statistics));
    }

    private Future<Response> comments(RoutingContext ctx) {
        return scope(ctx).compose(scope -> {
            var limit = limit(ctx);
            var query = new Query(
                    scope.ids(),
                    status(Params.query(ctx, "status")),
                    Params.query(ctx, "q"),
                    Params.query(ctx, "author"),
                    scope.ids().stream().filter(scope.caller()::canDecide).toList(),
                    limit + 1,
                    PageCursor.parse(Params.query(ctx, "after")));
            return moderation.page(query).map(read -> {
                var slice =
                        PageCursor.slice(read, limit, found -> found.comment().id());
                return Response.json(
                        200,
                        new CommentsJson(
                                slice.rows().stream()
                                        .map(found -> json(scope, found))
                                        .toList(),
                                slice.next()));
            });
        });
    }

    private Future<Response> decide(RoutingContext ctx) {
        return authenticate.caller(ctx).compose(caller -> moderation
                .decide(caller, Params.id(ctx, "id"), DecisionInput.from(RequestBody.read(ctx, DecisionRequest.class)))
                .compose(found -> json(caller, found))
                .map(json -> Response.json(200, json)));
    }

    private Future<Response> decideAll(RoutingContext ctx) {
        return authenticate.caller(ctx).compose(caller -> {
            var request = RequestBody.read(ctx, BulkDecisionRequest.class);
            var ruling = DecisionInput.from(request.each());
            var lang = messages.pick(null, ctx.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE), caller.lang());
            var results = new ArrayList<ResultJson>();
            Future<?> last = Future.succeededFuture();
            for (var id : request.comments()) {
                last = last.compose(done -> decideOne(caller, id, ruling.ofText(request.stamp(id)), lang)
                        .onSuccess(results::add));
            }
            return last.map(done -> Response.json(200, new ResultsJson(results)));
        });
    }

    private Future<ResultJson> decideOne(Principal caller, String id, DecisionInput ruling, String lang) {
        return Future.succeededFuture(id)
                .map(Params::id)
                .compose(known -> moderation.decide(caller, known, ruling))
                .compose(found -> json(caller, found))
                .map(json -> new ResultJson(id, 200, null, null, json))
                .recover(failure -> failure instanceof Problem problem
                        ? Future.succeededFuture(new ResultJson(
                                id,
                                problem.kind().status(),
                                problem.code(),
                                messages.get(lang, "problem." + problem.code(), problem.values()),
                                null))
                        : Future.failedFuture(failure));
    }

    private Future<Response> audit(RoutingContext ctx) {
        return scope(ctx).compose(scope -> {
            var limit = limit(ctx);
            var named = Params.query(ctx, "comment");
            var comment = named == null ? null : Params.id(named);
            return moderation
                    .audit(scope.ids(), comment, limit + 1, PageCursor.parse(Params.query(ctx, "after")))
                    .map(read -> {
                        var slice = PageCursor.slice(read, limit, AuditEntry::id);
                        var rows = slice.rows().stream()
                                .map(decided -> AuditJson.of(decided, scope.site(decided.siteId())))
                                .toList();
                        return Response.json(200, new DecisionsJson(rows, slice.next()));
                    });
        });
    }

    private Future<Response> statistics(RoutingContext ctx) {
        return scope(ctx)
                .compose(scope -> moderation.statistics(scope.ids()))
                .map(statistics -> Response.json(200, json(statistics)));
    }

    private Future<SiteScope> scope(RoutingContext ctx) {
        return authenticate.caller(ctx).compose(caller -> SiteScope.of(sites, caller, Params.query(ctx, "site")));
    }

    private Future<ModeratedCommentJson> json(Principal caller, Found found) {
        return SiteScope.of(sites, caller, null).map(scope -> json(scope, found));
    }

    private static ModeratedCommentJson json(SiteScope scope, Found found) {
        return ModeratedCommentJson.of(
                found,
                scope.site(found.comment().siteId()),
                scope.email(found.comment().siteId(), found.email()));
    }

    private static StatisticsJson json(Statistics statistics) {
        var counts = new TreeMap<String, Long>();
        statistics.byStatus().forEach((status, many) -> counts.put(status.wire(), many));
        var oldest = statistics.oldestPending();
        return new StatisticsJson(
                counts,
                oldest == null ? null : oldest.toString(),
                oldest == null ? null : Duration.between(oldest, Instant.now()).toSeconds());
    }

    private static @Nullable CommentStatus status(@Nullable String wire) {
        return wire == null
                ? null
                : DecisionInput.known(wire).orElseThrow(() -> Problem.malformed("status", "unknown_status"));
    }

    private static int limit(RoutingContext ctx) {
        return Params.number(ctx, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    }
}

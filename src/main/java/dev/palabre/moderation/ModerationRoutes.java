package dev.palabre.moderation;

import dev.palabre.comment.CommentSearch.Found;
import dev.palabre.comment.CommentSearch.Query;
import dev.palabre.comment.CommentSearch.Statistics;
import dev.palabre.comment.Status;
import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.template.Messages;
import dev.palabre.signin.Authenticate;
import dev.palabre.signin.Caller;
import dev.palabre.site.Sites;
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
    private final Authenticate authenticate;
    private final Sites sites;
    private final Messages messages;

    record CommentsJson(
            List<ModeratedJson> comments, @Nullable String next) {}

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
            @Nullable ModeratedJson comment) {}

    record ResultsJson(List<ResultJson> results) {}

    ModerationRoutes(Moderation moderation, Authenticate authenticate, Sites sites, Messages messages) {
        this.moderation = moderation;
        this.authenticate = authenticate;
        this.sites = sites;
        this.messages = messages;
    }

    void mount(Router router) {
        router.get("/api/moderation/comments").handler(Reply.handler(this::comments));
        router.post("/api/moderation/comments/:id/decisions").handler(Reply.handler(this::decide));
        router.post("/api/moderation/decisions").handler(Reply.handler(this::decideAll));
        router.get("/api/moderation/audit").handler(Reply.handler(this::audit));
        router.get("/api/moderation/statistics").handler(Reply.handler(this::statistics));
    }

    private Future<Reply> comments(RoutingContext ctx) {
        return scope(ctx).compose(scope -> {
            var limit = limit(ctx);
            var query = new Query(
                    scope.ids(),
                    status(Params.query(ctx, "status")),
                    Params.query(ctx, "q"),
                    Params.query(ctx, "author"),
                    limit + 1,
                    Keyset.parse(Params.query(ctx, "after")));
            return moderation.page(query).map(read -> {
                var slice = Keyset.slice(read, limit, found -> found.comment().id());
                return Reply.json(
                        200,
                        new CommentsJson(
                                slice.rows().stream()
                                        .map(found -> json(scope, found))
                                        .toList(),
                                slice.next()));
            });
        });
    }

    private Future<Reply> decide(RoutingContext ctx) {
        return authenticate.caller(ctx).compose(caller -> moderation
                .decide(caller, Params.id(ctx, "id"), Ruling.from(Bodies.read(ctx, DecisionRequest.class)))
                .compose(found -> json(caller, found))
                .map(json -> Reply.json(200, json)));
    }

    private Future<Reply> decideAll(RoutingContext ctx) {
        return authenticate.caller(ctx).compose(caller -> {
            var request = Bodies.read(ctx, BulkRequest.class);
            var ruling = Ruling.from(request.each());
            var lang = messages.pick(null, ctx.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE), caller.lang());
            var results = new ArrayList<ResultJson>();
            Future<?> last = Future.succeededFuture();
            for (var id : request.comments()) {
                last = last.compose(done -> decideOne(caller, id, ruling, lang).onSuccess(results::add));
            }
            return last.map(done -> Reply.json(200, new ResultsJson(results)));
        });
    }

    private Future<ResultJson> decideOne(Caller caller, String id, Ruling ruling, String lang) {
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

    private Future<Reply> audit(RoutingContext ctx) {
        return scope(ctx).compose(scope -> {
            var limit = limit(ctx);
            var named = Params.query(ctx, "comment");
            var comment = named == null ? null : Params.id(named);
            return moderation
                    .audit(scope.ids(), comment, limit + 1, Keyset.parse(Params.query(ctx, "after")))
                    .map(read -> {
                        var slice = Keyset.slice(read, limit, Decided::id);
                        var rows = slice.rows().stream()
                                .map(decided -> AuditJson.of(decided, scope.site(decided.siteId())))
                                .toList();
                        return Reply.json(200, new DecisionsJson(rows, slice.next()));
                    });
        });
    }

    private Future<Reply> statistics(RoutingContext ctx) {
        return scope(ctx)
                .compose(scope -> moderation.statistics(scope.ids()))
                .map(statistics -> Reply.json(200, json(statistics)));
    }

    private Future<Scope> scope(RoutingContext ctx) {
        return authenticate.caller(ctx).compose(caller -> Scope.of(sites, caller, Params.query(ctx, "site")));
    }

    private Future<ModeratedJson> json(Caller caller, Found found) {
        return Scope.of(sites, caller, null).map(scope -> json(scope, found));
    }

    private static ModeratedJson json(Scope scope, Found found) {
        return ModeratedJson.of(found, scope.site(found.comment().siteId()));
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

    private static @Nullable Status status(@Nullable String wire) {
        return wire == null
                ? null
                : Ruling.known(wire).orElseThrow(() -> Problem.malformed("status", "unknown_status"));
    }

    private static int limit(RoutingContext ctx) {
        return Params.number(ctx, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    }
}

package dev.palabre.moderation.console;

import dev.palabre.comment.CommentSearch.Found;
import dev.palabre.comment.CommentSearch.Query;
import dev.palabre.comment.CommentSearch.Statistics;
import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Failures;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.FieldError;
import dev.palabre.kernel.http.Reply;
import dev.palabre.moderation.Decided;
import dev.palabre.moderation.Decision;
import dev.palabre.moderation.DecisionRequest;
import dev.palabre.moderation.Keyset;
import dev.palabre.moderation.Moderation;
import dev.palabre.moderation.Ruling;
import dev.palabre.moderation.Scope;
import dev.palabre.moderation.console.ItemViews.Typed;
import dev.palabre.moderation.console.QueueView.Done;
import dev.palabre.moderation.console.QueueViews.Read;
import dev.palabre.moderation.console.QueueViews.Told;
import dev.palabre.signin.Authenticate;
import dev.palabre.signin.Caller;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The page of the queue and what is sent from it. GET shows, POST acts and sends back to the page. */
final class QueueRoutes {
    private static final int PAGE_SIZE = 50;
    private static final int HISTORY = 50;
    private static final int MAX_TICKED = 100;
    private static final List<String> NAMES = List.of("site", "status", "q", "after", "open");

    private final Moderation moderation;
    private final Authenticate authenticate;
    private final Sites sites;
    private final Chrome chrome;
    private final Failures failures;
    private final QueueViews views;

    QueueRoutes(Moderation moderation, Authenticate authenticate, Sites sites, Chrome chrome, Failures failures) {
        this.moderation = moderation;
        this.authenticate = authenticate;
        this.sites = sites;
        this.chrome = chrome;
        this.failures = failures;
        this.views = new QueueViews(chrome);
    }

    void mount(Router router) {
        router.get("/moderation").handler(Reply.handler(ctx -> signedIn(ctx, caller -> queue(ctx, caller))));
        router.post("/moderation/decisions")
                .handler(Reply.handler(ctx -> signedIn(ctx, caller -> decide(ctx, caller))));
    }

    /** Who is not signed in is sent to where one signs in. */
    private Future<Reply> signedIn(RoutingContext ctx, java.util.function.Function<Caller, Future<Reply>> page) {
        return authenticate.known(ctx).compose(known -> known.map(page)
                .orElseGet(() -> Future.succeededFuture(Reply.seeOther(chrome.path("/moderation/sign-in")))));
    }

    private Future<Reply> queue(RoutingContext ctx, Caller caller) {
        var values = new HashMap<String, String>();
        NAMES.forEach(name -> Optional.ofNullable(Params.query(ctx, name)).ifPresent(value -> values.put(name, value)));
        var lang = chrome.lang(ctx, caller);
        var told = new Told(done(ctx, lang), null, Typed.NOTHING);
        return render(ctx, caller, Place.of(values), 200, told);
    }

    private Future<Reply> decide(RoutingContext ctx, Caller caller) {
        var fields = Bodies.read(ctx, Fields.class);
        var place = Place.of(fields);
        var one = Place.id(fields.get("id"));
        return Future.succeededFuture(fields)
                .map(QueueRoutes::ruling)
                .compose(ruling -> one == null
                        ? decideTicked(caller, fields.ticked(), ruling, place)
                        : moderation
                                .decide(caller, one, ruling)
                                .map(found -> place.opening(Place.id(fields.get("following")))
                                                .query() + "&done="
                                        + ruling.decision().wire() + "&undo=" + one
                                        + (fields.getOrDefault("following", "").isEmpty() ? "" : "#item")))
                .map(query -> Reply.seeOther(chrome.path("/moderation") + query))
                .recover(failure -> failure instanceof Problem problem
                        ? refused(ctx, caller, place.opening(one), fields, problem)
                        : Future.failedFuture(failure));
    }

    /** One by one, so that one that was decided in the meantime does not undo the others. */
    private Future<String> decideTicked(Caller caller, List<String> ticked, Ruling ruling, Place place) {
        if (ticked.isEmpty() || ticked.size() > MAX_TICKED) {
            throw Problem.invalid(
                    List.of(FieldError.of("ids", ticked.isEmpty() ? "ids_needed" : "too_many_ids", "max", MAX_TICKED)));
        }
        Future<Integer> decided = Future.succeededFuture(0);
        for (var text : ticked) {
            var id = Place.id(text);
            if (id != null) {
                decided = decided.compose(count -> moderation
                        .decide(caller, id, ruling)
                        .map(found -> count + 1)
                        .recover(failure -> failure instanceof Problem
                                ? Future.succeededFuture(count)
                                : Future.failedFuture(failure)));
            }
        }
        return decided.map(count -> place.opening(null).query() + "&done="
                + ruling.decision().wire() + "&many=" + count + "&of=" + ticked.size());
    }

    private Future<Reply> refused(RoutingContext ctx, Caller caller, Place place, Fields fields, Problem problem) {
        var lang = chrome.lang(ctx, caller);
        var sentence = failures.sentences(problem, lang);
        var typed = new Typed(fields.getOrDefault("reasonCode", ""), fields.getOrDefault("reason", ""), true);
        return render(ctx, caller, place, problem.kind().status(), new Told(null, sentence, typed));
    }

    private Future<Reply> render(RoutingContext ctx, Caller caller, Place place, int status, Told told) {
        var lang = chrome.lang(ctx, caller);
        Failures.speak(ctx, lang);
        return read(caller, place).map(read -> chrome.page(ctx, status, "console-queue", views.view(lang, read, told)));
    }

    private Future<Read> read(Caller caller, Place place) {
        return Scope.of(sites, caller, place.siteKey()).compose(scope -> {
            var query = new Query(scope.ids(), place.status(), place.words(), null, PAGE_SIZE + 1, place.after());
            return Future.all(moderation.page(query), moderation.statistics(scope.ids()))
                    .compose(both -> {
                        var slice = Keyset.slice(both.<List<Found>>resultAt(0), PAGE_SIZE, found -> found.comment()
                                .id());
                        var statistics = both.<Statistics>resultAt(1);
                        return open(caller, place.open(), slice.rows()).compose(open -> history(open.orElse(null))
                                .map(history -> new Read(scope, place, slice, statistics, open.orElse(null), history)));
                    });
        });
    }

    /** The comment that was opened, else the first of the list; one that is not there any more is none. */
    private Future<Optional<Found>> open(Caller caller, @Nullable UUID chosen, List<Found> rows) {
        return chosen == null
                ? Future.succeededFuture(rows.stream().findFirst())
                : moderation
                        .require(caller, chosen)
                        .map(Optional::of)
                        .recover(failure -> failure instanceof Problem
                                ? Future.succeededFuture(rows.stream().findFirst())
                                : Future.failedFuture(failure));
    }

    private Future<List<Decided>> history(@Nullable Found open) {
        return open == null
                ? Future.succeededFuture(List.of())
                : moderation.audit(
                        List.of(open.comment().siteId()), open.comment().id(), HISTORY, null);
    }

    private @Nullable Done done(RoutingContext ctx, String lang) {
        var decision = Optional.ofNullable(Params.query(ctx, "done")).flatMap(Decision::parse);
        if (decision.isEmpty()) {
            return null;
        }
        var wire = decision.get().wire();
        if (Params.query(ctx, "many") != null) {
            var many = Params.number(ctx, "many", 0, MAX_TICKED, 0);
            var of = Params.number(ctx, "of", 0, MAX_TICKED, many);
            var values = Map.of("many", many, "of", of, "what", chrome.say(lang, "moderation.done." + wire));
            return new Done(chrome.say(lang, many == of ? "moderation.doneAll" : "moderation.doneSome", values), null);
        }
        var undo = Place.id(Params.query(ctx, "undo"));
        return new Done(
                chrome.say(lang, "moderation.done." + wire),
                undo != null && Decision.RESTORE.appliesTo(decision.get().result()) ? undo.toString() : null);
    }

    private static Ruling ruling(Map<String, String> fields) {
        return Ruling.from(new DecisionRequest(
                fields.get("decision"),
                fields.get("reason"),
                fields.get("reasonCode"),
                null,
                fields.get("expected"),
                fields.get("stamp")));
    }
}

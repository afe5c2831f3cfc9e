package dev.palabre.console.queue;

import dev.palabre.auth.Authenticator;
import dev.palabre.auth.Principal;
import dev.palabre.comment.model.CommentSearch.Found;
import dev.palabre.comment.model.CommentSearch.Query;
import dev.palabre.comment.model.CommentSearch.Statistics;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.FormFields;
import dev.palabre.console.queue.QueueItemPresenter.Typed;
import dev.palabre.console.queue.QueuePresenter.Read;
import dev.palabre.console.queue.QueuePresenter.Told;
import dev.palabre.console.queue.QueueView.Done;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Params;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.moderation.AuditEntry;
import dev.palabre.moderation.Decision;
import dev.palabre.moderation.DecisionInput;
import dev.palabre.moderation.DecisionRequest;
import dev.palabre.moderation.Moderation;
import dev.palabre.moderation.PageCursor;
import dev.palabre.moderation.SiteScope;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
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
public final class QueuePages {
    private static final int PAGE_SIZE = 50;
    private static final int HISTORY = 50;
    private static final int MAX_TICKED = 100;
    private static final List<String> NAMES = List.of("site", "status", "q", "after", "open");

    private final Moderation moderation;
    private final Authenticator authenticate;
    private final Sites sites;
    private final ConsoleLayout layout;
    private final ErrorHandler failures;
    private final QueuePresenter views;

    public QueuePages(
            Moderation moderation,
            Authenticator authenticate,
            Sites sites,
            ConsoleLayout layout,
            ErrorHandler failures) {
        this.moderation = moderation;
        this.authenticate = authenticate;
        this.sites = sites;
        this.layout = layout;
        this.failures = failures;
        this.views = new QueuePresenter(layout);
    }

    public void mount(Router router) {
        router.get("/moderation").handler(Response.handler(ctx -> signedIn(ctx, caller -> queue(ctx, caller))));
        router.post("/moderation/decisions")
                .handler(Response.handler(ctx -> signedIn(ctx, caller -> decide(ctx, caller))));
    }

    /** Who is not signed in is sent to where one signs in. */
    private Future<Response> signedIn(
            RoutingContext ctx, java.util.function.Function<Principal, Future<Response>> page) {
        return authenticate.known(ctx).compose(known -> known.map(page)
                .orElseGet(() -> Future.succeededFuture(Response.seeOther(layout.path("/moderation/sign-in")))));
    }

    private Future<Response> queue(RoutingContext ctx, Principal caller) {
        var values = new HashMap<String, String>();
        NAMES.forEach(name -> Optional.ofNullable(Params.query(ctx, name)).ifPresent(value -> values.put(name, value)));
        var lang = layout.lang(ctx, caller);
        var told = new Told(done(ctx, lang), null, Typed.NOTHING);
        return render(ctx, caller, QueueLocation.of(values), 200, told);
    }

    private Future<Response> decide(RoutingContext ctx, Principal caller) {
        var fields = RequestBody.read(ctx, FormFields.class);
        var place = QueueLocation.of(fields);
        var one = QueueLocation.id(fields.get("id"));
        return Future.succeededFuture(fields)
                .map(QueuePages::ruling)
                .compose(ruling -> one == null
                        ? decideTicked(caller, fields, ruling, place)
                        : moderation
                                .decide(caller, one, ruling)
                                .map(found -> place.opening(QueueLocation.id(fields.get("following")))
                                                .query() + "&done="
                                        + ruling.decision().wire() + "&undo=" + one
                                        + (fields.getOrDefault("following", "").isEmpty() ? "" : "#item")))
                .map(query -> Response.seeOther(layout.path("/moderation") + query))
                .recover(failure -> failure instanceof Problem problem
                        ? refused(ctx, caller, place.opening(one), fields, problem)
                        : Future.failedFuture(failure));
    }

    /** One by one, so that one that was decided in the meantime does not undo the others. */
    private Future<String> decideTicked(
            Principal caller, FormFields fields, DecisionInput ruling, QueueLocation place) {
        var ticked = fields.ticked();
        if (ticked.isEmpty() || ticked.size() > MAX_TICKED) {
            throw Problem.invalid(
                    List.of(FieldError.of("ids", ticked.isEmpty() ? "ids_needed" : "too_many_ids", "max", MAX_TICKED)));
        }
        Future<Integer> decided = Future.succeededFuture(0);
        for (var text : ticked) {
            var id = QueueLocation.id(text);
            if (id != null) {
                decided = decided.compose(count -> moderation
                        .decide(caller, id, ruling.ofText(fields.stamp(text)))
                        .map(found -> count + 1)
                        .recover(failure -> failure instanceof Problem
                                ? Future.succeededFuture(count)
                                : Future.failedFuture(failure)));
            }
        }
        return decided.map(count -> place.opening(null).query() + "&done="
                + ruling.decision().wire() + "&many=" + count + "&of=" + ticked.size());
    }

    private Future<Response> refused(
            RoutingContext ctx, Principal caller, QueueLocation place, FormFields fields, Problem problem) {
        var lang = layout.lang(ctx, caller);
        var sentence = failures.sentences(problem, lang);
        var typed = new Typed(fields.getOrDefault("reasonCode", ""), fields.getOrDefault("reason", ""), true);
        return render(ctx, caller, place, problem.kind().status(), new Told(null, sentence, typed));
    }

    private Future<Response> render(RoutingContext ctx, Principal caller, QueueLocation place, int status, Told told) {
        var lang = layout.lang(ctx, caller);
        ErrorHandler.speak(ctx, lang);
        return read(caller, place).map(read -> layout.page(status, "console-queue", views.view(lang, read, told)));
    }

    private Future<Read> read(Principal caller, QueueLocation place) {
        return SiteScope.of(sites, caller, place.siteKey()).compose(scope -> {
            var query = new Query(scope.ids(), place.status(), place.words(), PAGE_SIZE + 1, place.after());
            return Future.all(moderation.page(query), moderation.statistics(scope.ids()))
                    .compose(both -> {
                        var slice = PageCursor.slice(both.<List<Found>>resultAt(0), PAGE_SIZE, found -> found.comment()
                                .id());
                        var statistics = both.<Statistics>resultAt(1);
                        return open(caller, place.open(), slice.rows()).compose(open -> history(open.orElse(null))
                                .map(history -> new Read(scope, place, slice, statistics, open.orElse(null), history)));
                    });
        });
    }

    /** The comment that was opened, else the first of the list; one that is not there any more is none. */
    private Future<Optional<Found>> open(Principal caller, @Nullable UUID chosen, List<Found> rows) {
        return chosen == null
                ? Future.succeededFuture(rows.stream().findFirst())
                : moderation
                        .require(caller, chosen)
                        .map(Optional::of)
                        .recover(failure -> failure instanceof Problem
                                ? Future.succeededFuture(rows.stream().findFirst())
                                : Future.failedFuture(failure));
    }

    private Future<List<AuditEntry>> history(@Nullable Found open) {
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
            var values = Map.of("many", many, "of", of, "what", layout.text(lang, "moderation.done." + wire));
            return new Done(layout.text(lang, many == of ? "moderation.doneAll" : "moderation.doneSome", values), null);
        }
        var undo = QueueLocation.id(Params.query(ctx, "undo"));
        return new Done(
                layout.text(lang, "moderation.done." + wire),
                undo != null && Decision.RESTORE.appliesTo(decision.get().result()) ? undo.toString() : null);
    }

    private static DecisionInput ruling(Map<String, String> fields) {
        return DecisionInput.from(new DecisionRequest(
                fields.get("decision"),
                fields.get("reason"),
                fields.get("reasonCode"),
                null,
                fields.get("expected"),
                fields.get("stamp")));
    }
}

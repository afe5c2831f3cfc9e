package dev.palabre.author;

import dev.palabre.comment.Comment;
import dev.palabre.comment.Comments;
import dev.palabre.comment.Receipts;
import dev.palabre.comment.Status;
import dev.palabre.comment.StatusChange;
import dev.palabre.comment.StatusText;
import dev.palabre.kernel.http.Failures;
import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.Pages;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import dev.palabre.kernel.token.Code;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status page: what became of a comment, for whoever has its receipt, on any device. GET shows and never acts. */
public final class StatusRoutes {
    /** Templates that these routes render. */
    public static final List<String> TEMPLATES = List.of("page-status");

    private final Comments comments;
    private final Sites sites;
    private final Receipts receipts;
    private final Templates templates;
    private final Messages messages;
    private final Links links;
    private final Visitors visitors;
    private final RateLimit limit;

    record StatusJson(
            String id, String status, @Nullable String reason, String text, List<StepJson> history, List<String> can) {}

    record StepJson(String status, String at) {}

    record StatusView(
            String lang,
            String dir,
            String title,
            String assets,
            String siteName,
            String pageTitle,
            String pageUrl,
            String status,
            String statusText,
            @Nullable String reason,
            @Nullable String commentUrl,
            String html,
            String name,
            List<StepView> history) {}

    record StepView(
            String text,
            String datetime,
            String date,
            @Nullable String reason) {}

    /** Status pages of these comments. */
    public StatusRoutes(
            Comments comments,
            Sites sites,
            Receipts receipts,
            Templates templates,
            Messages messages,
            Links links,
            Visitors visitors,
            RateLimit limit) {
        this.comments = comments;
        this.sites = sites;
        this.receipts = receipts;
        this.templates = templates;
        this.messages = messages;
        this.links = links;
        this.visitors = visitors;
        this.limit = limit;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get("/c/:receipt").handler(Reply.handler(this::status));
    }

    private Future<Reply> status(RoutingContext ctx) {
        limit.require(visitors.bucket(ctx.request()), "too_many_requests");
        ctx.response().putHeader("X-Robots-Tag", "noindex, nofollow");
        var code = Code.parse(Params.path(ctx, "receipt")).orElseThrow(StatusRoutes::unknown);
        return comments.byReceipt(code)
                .map(found -> found.filter(comment -> comment.status() != Status.ERASED)
                        .orElseThrow(StatusRoutes::unknown))
                .compose(comment -> Future.all(sites.require(comment.siteId()), comments.history(comment))
                        .map(both -> reply(ctx, both.resultAt(0), comment, both.resultAt(1))));
    }

    private Reply reply(RoutingContext ctx, Site site, Comment comment, List<StatusChange> history) {
        var asPage = Reply.asPage(ctx);
        var reply = asPage
                ? Reply.html(200, templates.render("page-status", view(ctx, site, comment, history)))
                : Reply.json(200, json(comment, history));
        if (asPage) {
            Pages.protect(ctx.response());
        }
        return reply.with("Cache-Control", "private, no-store");
    }

    private static StatusJson json(Comment comment, List<StatusChange> history) {
        var steps = new ArrayList<StepJson>();
        steps.add(
                new StepJson(first(comment, history).wire(), comment.createdAt().toString()));
        history.forEach(
                step -> steps.add(new StepJson(step.status().wire(), step.at().toString())));
        return new StatusJson(
                comment.id().toString(),
                comment.status().wire(),
                StatusChange.lastReason(history, comment.status()),
                comment.text(),
                steps,
                List.of());
    }

    private StatusView view(RoutingContext ctx, Site site, Comment comment, List<StatusChange> history) {
        var lang = messages.pick(Params.query(ctx, "lang"), null, comment.lang());
        Failures.speak(ctx, lang);
        var words = new StatusText(messages, site, lang);
        var steps = new ArrayList<StepView>();
        steps.add(step(words, words.step(first(comment, history), true), comment.createdAt(), null));
        history.forEach(
                change -> steps.add(step(words, words.step(change.status(), false), change.at(), change.reason())));
        var online = comment.status() == Status.PUBLISHED;
        return new StatusView(
                lang,
                messages.direction(lang),
                messages.get(lang, "author.title"),
                links.to("/assets"),
                site.name(),
                comment.page().title(),
                comment.page().url(),
                comment.status().wire(),
                words.now(comment.status()),
                StatusChange.lastReason(history, comment.status()),
                online ? receipts.commentUrl(comment) : null,
                words.inert(comment),
                comment.name(),
                steps);
    }

    private static StepView step(StatusText words, String text, java.time.Instant at, @Nullable String reason) {
        return new StepView(text, at.toString(), words.moment(at), reason);
    }

    /** A comment that was never moved is as it was submitted; one that was moved waited first or went online at once. */
    private static Status first(Comment comment, List<StatusChange> history) {
        if (history.isEmpty()) {
            return comment.status();
        }
        var published = comment.publishedAt();
        return published != null && published.equals(comment.createdAt()) ? Status.PUBLISHED : Status.PENDING;
    }

    private static Problem unknown() {
        return Problem.of(Problem.Kind.NOT_FOUND, "unknown_receipt");
    }
}

package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.Revision;
import dev.palabre.comment.model.StatusChange;
import dev.palabre.comment.model.StatusText;
import dev.palabre.comment.write.Comments;
import dev.palabre.http.Params;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.Response;
import dev.palabre.http.SecurityHeaders;
import dev.palabre.http.Voice;
import dev.palabre.privacy.notice.Notices;
import dev.palabre.privacy.selfservice.ReceiptHandler.Opened;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status page: what became of a comment, for whoever has its receipt, on any device. GET shows and never acts. */
final class StatusRoutes {
    private final ReceiptHandler door;
    private final Comments comments;
    private final CommentEdits edits;
    private final Receipts receipts;
    private final ResponseTimes times;
    private final AuthorActionRoutes acts;
    private final Templates templates;
    private final Messages messages;
    private final PublicUrl links;

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
            @Nullable String done,
            String status,
            String statusText,
            @Nullable String usual,
            @Nullable String reason,
            @Nullable String objection,
            @Nullable String commentUrl,
            String html,
            String name,
            List<StepView> history,
            List<FormerView> former,
            List<ActLink> acts,
            List<ActLink> mailed,
            boolean withoutAddress,
            @Nullable NoticeLink notice) {}

    record StepView(
            String text,
            String datetime,
            String date,
            @Nullable String reason) {}

    record FormerView(String html, String datetime, String date) {}

    record NoticeLink(String version, String url) {
        private static final int ENOUGH = 12;

        /** The same for people: as much of the version as tells it from others. */
        NoticeLink brief() {
            return new NoticeLink(version.substring(0, ENOUGH) + "…", url);
        }

        /** The notice that the author of a comment read, null where none was noted. */
        static @Nullable NoticeLink of(PublicUrl links, String siteKey, Comment comment, String lang) {
            var version = comment.notice();
            return version == null ? null : new NoticeLink(version, links.to(Notices.path(siteKey, version, lang)));
        }
    }

    record ActLink(String href, String text) {}

    /** All that is known of a comment's way. */
    private record Told(List<StatusChange> history, List<Revision> former, Optional<Duration> usual) {}

    StatusRoutes(
            ReceiptHandler door,
            Comments comments,
            CommentEdits edits,
            Receipts receipts,
            ResponseTimes times,
            AuthorActionRoutes acts,
            Voice voice) {
        this.door = door;
        this.comments = comments;
        this.edits = edits;
        this.receipts = receipts;
        this.times = times;
        this.acts = acts;
        this.templates = voice.templates();
        this.messages = voice.messages();
        this.links = voice.links();
    }

    void mount(Router router) {
        router.get("/c/:receipt").handler(Response.handler(this::status));
    }

    private Future<Response> status(RoutingContext ctx) {
        return door.open(ctx).compose(opened -> {
            if (opened.spent()) {
                return Future.succeededFuture(acts.gone(ctx, opened));
            }
            var comment = opened.comment();
            return Future.all(comments.history(comment), edits.former(comment), times.usual(comment.siteId()))
                    .map(all -> new Told(all.resultAt(0), all.resultAt(1), all.resultAt(2)))
                    .map(told -> reply(ctx, opened, told));
        });
    }

    private Response reply(RoutingContext ctx, Opened opened, Told told) {
        var asPage = Response.asPage(ctx);
        var reply = asPage
                ? Response.html(200, templates.render("page-status", view(ctx, opened, told)))
                : Response.json(200, json(opened, told.history()));
        if (asPage) {
            SecurityHeaders.protect(ctx.response());
        }
        return reply.with("Cache-Control", "private, no-store");
    }

    private static StatusJson json(Opened opened, List<StatusChange> history) {
        var comment = opened.comment();
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
                AuthorAction.of(opened.site(), comment).stream()
                        .map(AuthorAction::wire)
                        .toList());
    }

    private StatusView view(RoutingContext ctx, Opened opened, Told told) {
        var comment = opened.comment();
        var lang = opened.lang();
        var words = new StatusText(messages, opened.site(), lang);
        var online = comment.status() == CommentStatus.PUBLISHED;
        var open = AuthorAction.of(opened.site(), comment);
        var notice = NoticeLink.of(links, opened.site().key(), comment, lang);
        return new StatusView(
                lang,
                messages.direction(lang),
                messages.get(lang, "author.title"),
                links.to("/assets"),
                opened.site().name(),
                comment.ownPage().title(),
                comment.ownPage().url(),
                AuthorActionRoutes.known(Params.query(ctx, "done"))
                        .filter(act -> act.compareTo(AuthorAction.VERIFY) <= 0)
                        .map(act -> messages.get(lang, "author.done." + act.wire()))
                        .orElse(null),
                comment.status().wire(),
                words.now(comment),
                usual(comment, told, lang),
                StatusChange.lastReason(told.history(), comment.status()),
                objection(opened),
                online ? receipts.commentUrl(comment) : null,
                StatusText.inert(comment),
                comment.name(),
                steps(words, comment, told.history()),
                told.former().stream()
                        .map(each -> new FormerView(
                                StatusText.inert(each), each.replacedAt().toString(), words.moment(each.replacedAt())))
                        .toList(),
                links(opened, open.stream().filter(act -> !act.isMailed())),
                links(opened, open.stream().filter(AuthorAction::isMailed)),
                comment.addressId() == null,
                notice == null ? null : notice.brief());
    }

    private @Nullable String usual(Comment comment, Told told, String lang) {
        return comment.status() == CommentStatus.PENDING && !comment.unverified()
                ? told.usual()
                        .map(time -> ResponseTimes.words(messages, lang, time))
                        .orElse(null)
                : null;
    }

    /** Where to say that a refusal is wrong. */
    private @Nullable String objection(Opened opened) {
        return switch (opened.comment().status()) {
            case REJECTED, SPAM, REMOVED -> {
                var contact = opened.site().settings().contact();
                yield contact == null
                        ? messages.get(
                                opened.lang(),
                                "author.object.site",
                                Map.of("site", opened.site().controller()))
                        : messages.get(opened.lang(), "author.object.contact", Map.of("contact", contact));
            }
            default -> null;
        };
    }

    private List<ActLink> links(Opened opened, Stream<AuthorAction> open) {
        return open.map(act -> new ActLink(
                        links.to("/c/" + opened.receipt() + "/" + act.wire()),
                        messages.get(opened.lang(), "author.act." + act.wire() + ".link")))
                .toList();
    }

    private static List<StepView> steps(StatusText words, Comment comment, List<StatusChange> history) {
        var steps = new ArrayList<StepView>();
        steps.add(step(words, words.step(first(comment, history), true), comment.createdAt(), null));
        history.forEach(
                change -> steps.add(step(words, words.step(change.status(), false), change.at(), change.reason())));
        return steps;
    }

    private static StepView step(StatusText words, String text, Instant at, @Nullable String reason) {
        return new StepView(text, at.toString(), words.moment(at), reason);
    }

    /** A comment that was never moved is as it was submitted; one that was moved waited first or went online at once. */
    private static CommentStatus first(Comment comment, List<StatusChange> history) {
        if (history.isEmpty()) {
            return comment.status();
        }
        var published = comment.publishedAt();
        return published != null && published.equals(comment.createdAt())
                ? CommentStatus.PUBLISHED
                : CommentStatus.PENDING;
    }
}

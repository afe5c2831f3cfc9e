package dev.palabre.privacy.selfservice;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.Revision;
import dev.palabre.comment.model.StatusChange;
import dev.palabre.comment.model.StatusText;
import dev.palabre.http.Pages;
import dev.palabre.privacy.selfservice.ReceiptHandler.Opened;
import dev.palabre.privacy.selfservice.export.NoticeLink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes the view of a comment's status page. */
final class StatusPresenter {
    private final Receipts receipts;
    private final Pages pages;

    /**
     * What is known of a comment besides itself.
     *
     * @param history changes of its status
     * @param former texts that it had before
     * @param usual how long a decision usually takes on its site
     */
    record Progress(List<StatusChange> history, List<Revision> former, Optional<Duration> usual) {}

    StatusPresenter(Receipts receipts, Pages pages) {
        this.receipts = receipts;
        this.pages = pages;
    }

    /** The view; {@code done} names the action that was done just now, null for none. */
    StatusView view(Opened opened, Progress progress, @Nullable String done) {
        var comment = opened.comment();
        var lang = opened.lang();
        var words = new StatusText(pages.messages(), opened.site(), lang);
        var notice = NoticeLink.of(pages.publicUrl(), opened.site().key(), comment, lang);
        return new StatusView(
                pages.layout(lang, pages.text(lang, "selfservice.title")),
                opened.site().name(),
                new StatusView.Link(comment.ownPage().url(), comment.ownPage().title()),
                done(lang, done),
                state(opened, progress, words),
                comment.name(),
                StatusText.inert(comment),
                steps(words, comment, progress.history()),
                progress.former().stream().map(each -> former(words, each)).toList(),
                new StatusView.Actions(
                        links(opened, action -> !action.isMailed()),
                        links(opened, AuthorAction::isMailed),
                        comment.addressId() == null),
                notice == null ? null : notice.shortened());
    }

    /** A comment without changes has the status it was submitted with; others were pending or published at once. */
    static CommentStatus firstStatus(Comment comment, List<StatusChange> history) {
        if (history.isEmpty()) {
            return comment.status();
        }
        var published = comment.publishedAt();
        return published != null && published.equals(comment.createdAt())
                ? CommentStatus.PUBLISHED
                : CommentStatus.PENDING;
    }

    private @Nullable String done(String lang, @Nullable String done) {
        return AuthorAction.parse(done)
                .filter(action -> action.compareTo(AuthorAction.VERIFY) <= 0)
                .map(action -> pages.text(lang, "selfservice.done." + action.wire()))
                .orElse(null);
    }

    private StatusView.State state(Opened opened, Progress progress, StatusText words) {
        var comment = opened.comment();
        return new StatusView.State(
                comment.status().wire(),
                words.now(comment),
                usual(opened, progress),
                StatusChange.lastReason(progress.history(), comment.status()),
                objection(opened),
                comment.status() == CommentStatus.PUBLISHED ? receipts.commentUrl(comment) : null);
    }

    private @Nullable String usual(Opened opened, Progress progress) {
        var comment = opened.comment();
        return comment.status() == CommentStatus.PENDING && !comment.unverified()
                ? progress.usual()
                        .map(time -> ResponseTimes.words(pages.messages(), opened.lang(), time))
                        .orElse(null)
                : null;
    }

    private @Nullable String objection(Opened opened) {
        return switch (opened.comment().status()) {
            case REJECTED, SPAM, REMOVED -> {
                var contact = opened.site().settings().contact();
                yield contact == null
                        ? pages.text(
                                opened.lang(),
                                "selfservice.object.site",
                                Map.of("site", opened.site().controller()))
                        : pages.text(opened.lang(), "selfservice.object.contact", Map.of("contact", contact));
            }
            default -> null;
        };
    }

    private List<StatusView.Link> links(Opened opened, Predicate<AuthorAction> included) {
        return AuthorAction.of(opened.site(), opened.comment()).stream()
                .filter(included)
                .map(action -> new StatusView.Link(
                        pages.url("/c/" + opened.receipt() + "/" + action.wire()),
                        pages.text(opened.lang(), "selfservice.act." + action.wire() + ".link")))
                .toList();
    }

    private static StatusView.Former former(StatusText words, Revision former) {
        return new StatusView.Former(
                StatusText.inert(former), former.replacedAt().toString(), words.moment(former.replacedAt()));
    }

    private static List<StatusView.Step> steps(StatusText words, Comment comment, List<StatusChange> history) {
        var steps = new ArrayList<StatusView.Step>();
        steps.add(step(words, words.step(firstStatus(comment, history), true), comment.createdAt(), null));
        history.forEach(
                change -> steps.add(step(words, words.step(change.status(), false), change.at(), change.reason())));
        return steps;
    }

    private static StatusView.Step step(StatusText words, String text, Instant at, @Nullable String reason) {
        return new StatusView.Step(text, at.toString(), words.moment(at), reason);
    }
}

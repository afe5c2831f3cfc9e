package dev.palabre.comment;

import dev.palabre.mail.Letter;
import dev.palabre.mail.Mail;
import dev.palabre.mail.MailRenderer;
import dev.palabre.mail.PublishedMail;
import dev.palabre.mail.RejectedMail;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Writes the mails about comments, from what is true when they leave: of a comment that moved on, nothing is said. */
final class CommentLetters {
    private final Comments comments;
    private final Sites sites;
    private final Receipts receipts;
    private final MailRenderer renderer;

    CommentLetters(Comments comments, Sites sites, Receipts receipts, MailRenderer renderer) {
        this.comments = comments;
        this.sites = sites;
        this.receipts = receipts;
        this.renderer = renderer;
    }

    Future<Optional<Mail>> published(Letter letter) {
        return wanted(letter, Status.PUBLISHED).compose(found -> found.map(comment -> published(letter, comment))
                .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    Future<Optional<Mail>> rejected(Letter letter) {
        return wanted(letter, Status.REJECTED).compose(found -> found.map(comment -> rejected(letter, comment))
                .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    /** The comment, if it still stands there and its author wants to hear of it. */
    private Future<Optional<Comment>> wanted(Letter letter, Status status) {
        return comments.find(letter.siteId(), letter.subjectId())
                .map(found -> found.filter(comment -> comment.status() == status))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(found)
                        : comments.wantsMail(found.get()).map(wanted -> found.filter(comment -> wanted)));
    }

    private Future<Optional<Mail>> published(Letter letter, Comment comment) {
        return sites.require(letter.siteId())
                .map(site -> Optional.of(renderer.render(new PublishedMail(
                        letter.lang(),
                        site.name(),
                        comment.page().title(),
                        comment.page().url(),
                        Views.address(comment.page().url(), comment.id().toString()),
                        receipts.statusUrl(receipts.of(comment)),
                        comment.name()))));
    }

    private Future<Optional<Mail>> rejected(Letter letter, Comment comment) {
        return Future.all(sites.require(letter.siteId()), comments.history(comment))
                .map(both -> Optional.of(renderer.render(new RejectedMail(
                        letter.lang(),
                        both.<Site>resultAt(0).name(),
                        comment.page().title(),
                        comment.page().url(),
                        receipts.statusUrl(receipts.of(comment)),
                        comment.name(),
                        StatusChange.lastReason(both.<List<StatusChange>>resultAt(1), Status.REJECTED)))));
    }
}

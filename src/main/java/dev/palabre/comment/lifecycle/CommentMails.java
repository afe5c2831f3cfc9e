package dev.palabre.comment.lifecycle;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.Permalink;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.StatusChange;
import dev.palabre.comment.write.Comments;
import dev.palabre.mail.outbox.OutboxMessage;
import dev.palabre.mail.template.Mail;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.mail.template.PublishedMail;
import dev.palabre.mail.template.RejectedMail;
import dev.palabre.mail.template.RemovedMail;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Composes the mails about comments from their state when the mail is sent; none where the status changed again. */
public final class CommentMails {
    private final Comments comments;
    private final Sites sites;
    private final Receipts receipts;
    private final MailRenderer renderer;

    public CommentMails(Comments comments, Sites sites, Receipts receipts, MailRenderer renderer) {
        this.comments = comments;
        this.sites = sites;
        this.receipts = receipts;
        this.renderer = renderer;
    }

    public Future<Optional<Mail>> published(OutboxMessage message) {
        return wanted(message, CommentStatus.PUBLISHED)
                .compose(found -> found.map(comment -> published(message, comment))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    public Future<Optional<Mail>> removed(OutboxMessage message) {
        return wanted(message, CommentStatus.REMOVED, CommentStatus.SPAM)
                .compose(found -> found.filter(comment -> comment.publishedAt() != null)
                        .map(comment -> removed(message, comment))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    public Future<Optional<Mail>> rejected(OutboxMessage message) {
        return wanted(message, CommentStatus.REJECTED).compose(found -> found.map(comment -> rejected(message, comment))
                .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    /** The comment, if it still has one of these statuses and its author wants mails. */
    private Future<Optional<Comment>> wanted(OutboxMessage message, CommentStatus... statuses) {
        return comments.find(message.siteId(), message.subjectId())
                .map(found -> found.filter(comment -> Set.of(statuses).contains(comment.status())))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(found)
                        : comments.wantsMail(found.get()).map(wanted -> found.filter(comment -> wanted)));
    }

    private Future<Optional<Mail>> published(OutboxMessage message, Comment comment) {
        return sites.require(message.siteId())
                .map(site -> Optional.of(renderer.render(new PublishedMail(
                        message.lang(),
                        site.name(),
                        comment.page().title(),
                        comment.page().url(),
                        Permalink.of(comment.page().url(), comment.id().toString()),
                        receipts.statusUrl(receipts.of(comment)),
                        comment.name()))));
    }

    private Future<Optional<Mail>> rejected(OutboxMessage message, Comment comment) {
        return Future.all(sites.require(message.siteId()), comments.history(comment))
                .map(both -> Optional.of(renderer.render(new RejectedMail(
                        message.lang(),
                        both.<Site>resultAt(0).name(),
                        comment.page().title(),
                        comment.page().url(),
                        receipts.statusUrl(receipts.of(comment)),
                        comment.name(),
                        StatusChange.lastReason(both.<List<StatusChange>>resultAt(1), CommentStatus.REJECTED)))));
    }

    private Future<Optional<Mail>> removed(OutboxMessage message, Comment comment) {
        return Future.all(sites.require(message.siteId()), comments.history(comment))
                .map(both -> renderer.render(removed(message, comment, both.resultAt(0), both.resultAt(1))))
                .map(Optional::of);
    }

    private RemovedMail removed(OutboxMessage message, Comment comment, Site site, List<StatusChange> history) {
        var contact = site.settings().contact();
        return new RemovedMail(
                message.lang(),
                site.name(),
                comment.page().title(),
                comment.page().url(),
                receipts.statusUrl(receipts.of(comment)),
                comment.name(),
                StatusChange.lastReason(history, comment.status()),
                contact == null ? site.controller() : contact);
    }
}

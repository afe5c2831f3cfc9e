package dev.palabre.subscription;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.Database;
import dev.palabre.mail.outbox.MailComposer;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.outbox.OutboxMessage;
import dev.palabre.mail.template.DigestMail;
import dev.palabre.mail.template.LinkMail;
import dev.palabre.mail.template.Mail;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.mail.template.NewCommentMail;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.subscription.DigestStore.Line;
import dev.palabre.subscription.SubscriptionLinks.Purpose;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Composes the mails to subscribers from what is true when they are sent: none to a subscriber who unsubscribed since, and
 * none about a comment that is not published any more.
 */
final class SubscriptionMails {
    /** Comments quoted of each page of a digest. */
    private static final int LINES = 5;

    private final Database database;
    private final Subscriptions subscriptions;
    private final Comments comments;
    private final Sites sites;
    private final SubscriptionLinks links;
    private final MailRenderer renderer;
    private final Messages messages;
    private final DigestStore digests = new DigestStore();

    SubscriptionMails(
            Database database,
            Subscriptions subscriptions,
            Comments comments,
            Sites sites,
            SubscriptionLinks links,
            MailRenderer renderer,
            Messages messages) {
        this.database = database;
        this.subscriptions = subscriptions;
        this.comments = comments;
        this.sites = sites;
        this.links = links;
        this.renderer = renderer;
        this.messages = messages;
    }

    Map<String, MailComposer> composers() {
        return Map.of(
                Subscriptions.ASK, MailComposer.requested(message -> toReader(message, this::confirmation)),
                Outbox.FOLLOW_NEW, message -> toReader(message, this::newComment),
                Outbox.FOLLOW_DIGEST, message -> toReader(message, this::digest));
    }

    /** The mail of a message that has a reader and whose site offers subscriptions. */
    private Future<Optional<Mail>> toReader(
            OutboxMessage message, BiFunction<OutboxMessage, Reader, Future<Optional<Mail>>> composer) {
        var address = message.addressId();
        return address == null
                ? nothing()
                : sites.require(message.siteId())
                        .compose(site -> site.settings().follow()
                                ? composer.apply(message, new Reader(site, address))
                                : nothing());
    }

    private record Reader(Site site, UUID addressId) {}

    private Future<Optional<Mail>> confirmation(OutboxMessage message, Reader reader) {
        if (message.createdAt().plus(SubscriptionLinks.CONFIRM_LIFETIME).isBefore(Instant.now())) {
            return nothing();
        }
        return subscriptions.find(message.siteId(), message.subjectId()).map(found -> found.filter(
                        subscription -> subscription.confirmedAt() == null)
                .map(subscription -> renderer.render(new LinkMail(
                        message.lang(),
                        reader.site().name(),
                        Subscriptions.ASK,
                        subscription.pageTitle(),
                        links.to(Purpose.CONFIRM, message.siteId(), subscription.id(), reader.addressId())))));
    }

    private Future<Optional<Mail>> newComment(OutboxMessage message, Reader reader) {
        return comments.find(message.siteId(), message.subjectId())
                .map(found -> found.filter(comment -> comment.status() == CommentStatus.PUBLISHED)
                        .filter(comment -> !reader.addressId().equals(comment.addressId())))
                .compose(found -> found.isEmpty() ? nothing() : newComment(message, reader, found.get()));
    }

    private Future<Optional<Mail>> newComment(OutboxMessage message, Reader reader, Comment comment) {
        return Future.all(
                        subscriptions.of(message.siteId(), comment.page().threadId(), reader.addressId()),
                        subscriptions.isMuted(message.siteId(), reader.addressId()))
                .map(both -> both.<Boolean>resultAt(1)
                        ? Optional.<Mail>empty()
                        : both.<Optional<Subscription>>resultAt(0)
                                .filter(Subscription::isMailedAtOnce)
                                .map(subscription -> renderer.render(new NewCommentMail(
                                        message.lang(),
                                        reader.site().name(),
                                        comment.page().title(),
                                        comment.page().url(),
                                        comment.url(),
                                        comment.name(),
                                        comment.text(),
                                        links.to(
                                                Purpose.STOP,
                                                message.siteId(),
                                                subscription.id(),
                                                reader.addressId())))));
    }

    private Future<Optional<Mail>> digest(OutboxMessage message, Reader reader) {
        return Future.all(
                        database.query(client -> digests.lines(
                                client, message.siteId(), reader.addressId(), message.subjectId(), LINES)),
                        subscriptions.isMuted(message.siteId(), reader.addressId()))
                .map(both -> {
                    List<Line> lines = both.resultAt(0);
                    return both.<Boolean>resultAt(1) || lines.isEmpty()
                            ? Optional.empty()
                            : Optional.of(renderer.render(digest(message, reader, lines)));
                });
    }

    private DigestMail digest(OutboxMessage message, Reader reader, List<Line> lines) {
        var pages = new LinkedHashMap<UUID, List<Line>>();
        lines.forEach(line -> pages.computeIfAbsent(line.subscriptionId(), page -> new ArrayList<>())
                .add(line));
        return new DigestMail(
                message.lang(),
                reader.site().name(),
                pages.values().stream().map(page -> page(message, reader, page)).toList(),
                links.to(Purpose.DIGEST, message.siteId(), reader.addressId(), reader.addressId()));
    }

    private DigestMail.Page page(OutboxMessage message, Reader reader, List<Line> lines) {
        var first = lines.get(0);
        var rest = first.many() - lines.size();
        return new DigestMail.Page(
                first.pageTitle(),
                first.pageUrl(),
                counted(message.lang(), first.many(), "one", "many"),
                lines.stream()
                        .map(line -> new DigestMail.Line(
                                line.name(), line.text(), Comment.url(line.pageUrl(), line.commentId())))
                        .toList(),
                rest > 0 ? counted(message.lang(), rest, "moreOne", "more") : "",
                links.to(Purpose.STOP, message.siteId(), first.subscriptionId(), reader.addressId()));
    }

    private String counted(String lang, int count, String one, String many) {
        return messages.get(lang, "mail.follow-digest." + (count == 1 ? one : many), Map.of("count", count));
    }

    private static Future<Optional<Mail>> nothing() {
        return Future.succeededFuture(Optional.empty());
    }
}

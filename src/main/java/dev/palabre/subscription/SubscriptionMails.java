package dev.palabre.subscription;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.Database;
import dev.palabre.mail.outbox.MailComposers;
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
 * Writes the mails to followers, from what is true when they leave: nothing to whoever has ended it since, and nothing of a
 * comment that is not online any more.
 */
final class SubscriptionMails {
    /** Of each page of a digest as many comments are quoted. */
    private static final int LINES = 5;

    private final Database database;
    private final Subscriptions follows;
    private final Comments comments;
    private final Sites sites;
    private final SubscriptionLinks links;
    private final MailRenderer renderer;
    private final Messages messages;
    private final DigestStore digests = new DigestStore();

    SubscriptionMails(
            Database database,
            Subscriptions follows,
            Comments comments,
            Sites sites,
            SubscriptionLinks links,
            MailRenderer renderer,
            Messages messages) {
        this.database = database;
        this.follows = follows;
        this.comments = comments;
        this.sites = sites;
        this.links = links;
        this.renderer = renderer;
        this.messages = messages;
    }

    void write(MailComposers composers) {
        composers.registerAsked(Subscriptions.ASK, letter -> following(letter, this::ask));
        composers.register(Outbox.FOLLOW_NEW, letter -> following(letter, this::fresh));
        composers.register(Outbox.FOLLOW_DIGEST, letter -> following(letter, this::digest));
    }

    /** A letter that has a reader, and whose site lets pages be followed. */
    private Future<Optional<Mail>> following(
            OutboxMessage letter, BiFunction<OutboxMessage, Reader, Future<Optional<Mail>>> writing) {
        var address = letter.addressId();
        return address == null
                ? nothing()
                : sites.require(letter.siteId())
                        .compose(site -> site.settings().follow()
                                ? writing.apply(letter, new Reader(site, address))
                                : nothing());
    }

    private record Reader(Site site, UUID addressId) {}

    private Future<Optional<Mail>> ask(OutboxMessage letter, Reader reader) {
        if (letter.createdAt().plus(SubscriptionLinks.ASKED).isBefore(Instant.now())) {
            return nothing();
        }
        return follows.find(letter.siteId(), letter.subjectId())
                .map(found -> found.filter(follow -> follow.confirmedAt() == null)
                        .map(follow -> renderer.render(new LinkMail(
                                letter.lang(),
                                reader.site().name(),
                                Subscriptions.ASK,
                                follow.pageTitle(),
                                links.to(Purpose.CONFIRM, letter.siteId(), follow.id(), reader.addressId())))));
    }

    private Future<Optional<Mail>> fresh(OutboxMessage letter, Reader reader) {
        return comments.find(letter.siteId(), letter.subjectId())
                .map(found -> found.filter(comment -> comment.status() == CommentStatus.PUBLISHED)
                        .filter(comment -> !reader.addressId().equals(comment.addressId())))
                .compose(found -> found.isEmpty() ? nothing() : fresh(letter, reader, found.get()));
    }

    private Future<Optional<Mail>> fresh(OutboxMessage letter, Reader reader, Comment comment) {
        return Future.all(
                        follows.of(letter.siteId(), comment.page().threadId(), reader.addressId()),
                        follows.isMuted(letter.siteId(), reader.addressId()))
                .map(both -> both.<Boolean>resultAt(1)
                        ? Optional.<Mail>empty()
                        : both.<Optional<Subscription>>resultAt(0)
                                .filter(Subscription::isToldAtOnce)
                                .map(follow -> renderer.render(new NewCommentMail(
                                        letter.lang(),
                                        reader.site().name(),
                                        comment.page().title(),
                                        comment.page().url(),
                                        comment.url(),
                                        comment.name(),
                                        comment.text(),
                                        links.to(Purpose.STOP, letter.siteId(), follow.id(), reader.addressId())))));
    }

    private Future<Optional<Mail>> digest(OutboxMessage letter, Reader reader) {
        return Future.all(
                        database.query(client ->
                                digests.lines(client, letter.siteId(), reader.addressId(), letter.subjectId(), LINES)),
                        follows.isMuted(letter.siteId(), reader.addressId()))
                .map(both -> {
                    List<Line> lines = both.resultAt(0);
                    return both.<Boolean>resultAt(1) || lines.isEmpty()
                            ? Optional.empty()
                            : Optional.of(renderer.render(digest(letter, reader, lines)));
                });
    }

    private DigestMail digest(OutboxMessage letter, Reader reader, List<Line> lines) {
        var pages = new LinkedHashMap<UUID, List<Line>>();
        lines.forEach(line -> pages.computeIfAbsent(line.followId(), page -> new ArrayList<>())
                .add(line));
        return new DigestMail(
                letter.lang(),
                reader.site().name(),
                pages.values().stream().map(page -> page(letter, reader, page)).toList(),
                links.to(Purpose.DIGEST, letter.siteId(), reader.addressId(), reader.addressId()));
    }

    private DigestMail.Page page(OutboxMessage letter, Reader reader, List<Line> lines) {
        var first = lines.get(0);
        var rest = first.many() - lines.size();
        return new DigestMail.Page(
                first.pageTitle(),
                first.pageUrl(),
                counted(letter.lang(), first.many(), "one", "many"),
                lines.stream()
                        .map(line -> new DigestMail.Line(
                                line.name(), line.text(), Comment.url(line.pageUrl(), line.commentId())))
                        .toList(),
                rest > 0 ? counted(letter.lang(), rest, "moreOne", "more") : "",
                links.to(Purpose.STOP, letter.siteId(), first.followId(), reader.addressId()));
    }

    private String counted(String lang, int count, String one, String many) {
        return messages.get(lang, "mail.follow-digest." + (count == 1 ? one : many), Map.of("count", count));
    }

    private static Future<Optional<Mail>> nothing() {
        return Future.succeededFuture(Optional.empty());
    }
}

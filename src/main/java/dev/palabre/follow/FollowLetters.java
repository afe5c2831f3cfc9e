package dev.palabre.follow;

import dev.palabre.comment.Comment;
import dev.palabre.comment.Comments;
import dev.palabre.comment.Status;
import dev.palabre.follow.DigestStore.Line;
import dev.palabre.follow.FollowLinks.Purpose;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.template.Messages;
import dev.palabre.mail.Composers;
import dev.palabre.mail.FollowDigestMail;
import dev.palabre.mail.FollowNewMail;
import dev.palabre.mail.Letter;
import dev.palabre.mail.LinkMail;
import dev.palabre.mail.Mail;
import dev.palabre.mail.MailRenderer;
import dev.palabre.mail.Outbox;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
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
final class FollowLetters {
    /** Of each page of a digest as many comments are quoted. */
    private static final int LINES = 5;

    private final Database database;
    private final Follows follows;
    private final Comments comments;
    private final Sites sites;
    private final FollowLinks links;
    private final MailRenderer renderer;
    private final Messages messages;
    private final DigestStore digests = new DigestStore();

    FollowLetters(
            Database database,
            Follows follows,
            Comments comments,
            Sites sites,
            FollowLinks links,
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

    void write(Composers composers) {
        composers.registerAsked(Follows.ASK, letter -> following(letter, this::ask));
        composers.register(Outbox.FOLLOW_NEW, letter -> following(letter, this::fresh));
        composers.register(Outbox.FOLLOW_DIGEST, letter -> following(letter, this::digest));
    }

    /** A letter that has a reader, and whose site lets pages be followed. */
    private Future<Optional<Mail>> following(
            Letter letter, BiFunction<Letter, Reader, Future<Optional<Mail>>> writing) {
        var address = letter.addressId();
        return address == null
                ? nothing()
                : sites.require(letter.siteId())
                        .compose(site -> site.settings().follow()
                                ? writing.apply(letter, new Reader(site, address))
                                : nothing());
    }

    private record Reader(Site site, UUID addressId) {}

    private Future<Optional<Mail>> ask(Letter letter, Reader reader) {
        if (letter.createdAt().plus(FollowLinks.ASKED).isBefore(Instant.now())) {
            return nothing();
        }
        return follows.find(letter.siteId(), letter.subjectId())
                .map(found -> found.filter(follow -> follow.confirmedAt() == null)
                        .map(follow -> renderer.render(new LinkMail(
                                letter.lang(),
                                reader.site().name(),
                                Follows.ASK,
                                follow.pageTitle(),
                                links.to(Purpose.CONFIRM, letter.siteId(), follow.id(), reader.addressId())))));
    }

    private Future<Optional<Mail>> fresh(Letter letter, Reader reader) {
        return comments.find(letter.siteId(), letter.subjectId())
                .map(found -> found.filter(comment -> comment.status() == Status.PUBLISHED)
                        .filter(comment -> !reader.addressId().equals(comment.addressId())))
                .compose(found -> found.isEmpty() ? nothing() : fresh(letter, reader, found.get()));
    }

    private Future<Optional<Mail>> fresh(Letter letter, Reader reader, Comment comment) {
        return Future.all(
                        follows.of(letter.siteId(), comment.page().threadId(), reader.addressId()),
                        follows.isMuted(letter.siteId(), reader.addressId()))
                .map(both -> both.<Boolean>resultAt(1)
                        ? Optional.<Mail>empty()
                        : both.<Optional<Follow>>resultAt(0)
                                .filter(Follow::isToldAtOnce)
                                .map(follow -> renderer.render(new FollowNewMail(
                                        letter.lang(),
                                        reader.site().name(),
                                        comment.page().title(),
                                        comment.page().url(),
                                        comment.url(),
                                        comment.name(),
                                        comment.text(),
                                        links.to(Purpose.STOP, letter.siteId(), follow.id(), reader.addressId())))));
    }

    private Future<Optional<Mail>> digest(Letter letter, Reader reader) {
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

    private FollowDigestMail digest(Letter letter, Reader reader, List<Line> lines) {
        var pages = new LinkedHashMap<UUID, List<Line>>();
        lines.forEach(line -> pages.computeIfAbsent(line.followId(), page -> new ArrayList<>())
                .add(line));
        return new FollowDigestMail(
                letter.lang(),
                reader.site().name(),
                pages.values().stream().map(page -> page(letter, reader, page)).toList(),
                links.to(Purpose.DIGEST, letter.siteId(), reader.addressId(), reader.addressId()));
    }

    private FollowDigestMail.Page page(Letter letter, Reader reader, List<Line> lines) {
        var first = lines.get(0);
        var rest = first.many() - lines.size();
        return new FollowDigestMail.Page(
                first.pageTitle(),
                first.pageUrl(),
                counted(letter.lang(), first.many(), "one", "many"),
                lines.stream()
                        .map(line -> new FollowDigestMail.Line(
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

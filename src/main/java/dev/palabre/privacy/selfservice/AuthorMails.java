package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.write.Comments;
import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.OutboxMessage;
import dev.palabre.mail.template.LinkMail;
import dev.palabre.mail.template.Mail;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.site.Settings.Verification;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the mails with links. A link is made when its mail leaves, and a request that waited too long is forgotten. */
final class AuthorMails {
    static final String RECEIPT = "receipt";
    static final String ADDRESS = "address";
    static final String MINE = "mine";

    private static final Duration ASKED_FOR = Duration.ofHours(1);
    /** Whoever comments reads mail when they do. */
    private static final Duration VERIFY_LIFE = Duration.ofDays(3);

    private final Comments comments;
    private final AuthorActions authors;
    private final Sites sites;
    private final Receipts receipts;
    private final MailedLinks mailed;
    private final MailRenderer renderer;
    private final PublicUrl links;

    AuthorMails(
            Comments comments,
            AuthorActions authors,
            Sites sites,
            Receipts receipts,
            MailedLinks mailed,
            MailRenderer renderer,
            PublicUrl links) {
        this.comments = comments;
        this.authors = authors;
        this.sites = sites;
        this.receipts = receipts;
        this.mailed = mailed;
        this.renderer = renderer;
        this.links = links;
    }

    void write(MailComposers composers) {
        for (var right : List.of(AuthorAction.ERASE, AuthorAction.CORRECT, AuthorAction.DOWNLOAD)) {
            composers.registerAsked(right.wire(), letter -> about(letter, true, this::right));
        }
        composers.registerAsked(ADDRESS, letter -> about(letter, false, this::right));
        composers.registerAsked(RECEIPT, letter -> about(letter, true, this::receipt));
        composers.registerAsked(Comments.VERIFY, this::verify);
        composers.registerAsked(MINE, this::mine);
    }

    private interface Writing {
        Mail mail(OutboxMessage letter, UUID addressId, Site site, Comment comment);
    }

    /** Nothing of a comment that was erased, or whose address is another by now. */
    private Future<Optional<Mail>> about(OutboxMessage letter, boolean own, Writing writing) {
        return isOld(letter, ASKED_FOR) ? nothing() : found(letter, own, writing);
    }

    private Future<Optional<Mail>> found(OutboxMessage letter, boolean own, Writing writing) {
        var address = letter.addressId();
        return comments.find(letter.siteId(), letter.subjectId())
                .compose(found -> found.filter(comment -> comment.status() != CommentStatus.ERASED)
                        .filter(comment -> !own || (address != null && address.equals(comment.addressId())))
                        .map(comment -> sites.require(letter.siteId())
                                .map(site -> address == null
                                        ? Optional.<Mail>empty()
                                        : Optional.of(writing.mail(letter, address, site, comment))))
                        .orElseGet(AuthorMails::nothing));
    }

    private Mail right(OutboxMessage letter, UUID addressId, Site site, Comment comment) {
        return link(letter, site, comment, address(letter, addressId, MailedLinks.LIFE));
    }

    private Mail receipt(OutboxMessage letter, UUID addressId, Site site, Comment comment) {
        return link(letter, site, comment, receipts.statusUrl(receipts.of(comment)));
    }

    private Future<Optional<Mail>> verify(OutboxMessage letter) {
        if (isOld(letter, VERIFY_LIFE)) {
            return nothing();
        }
        return comments.find(letter.siteId(), letter.subjectId())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(false)
                        : sites.require(letter.siteId()).compose(site -> isToBeVerified(site, found.get())))
                .compose(wanted -> wanted
                        ? found(
                                letter,
                                true,
                                (same, addressId, site, comment) ->
                                        link(letter, site, comment, address(letter, addressId, VERIFY_LIFE)))
                        : nothing());
    }

    /** Where nothing waits for the click, only those are asked whose click does something. */
    private Future<Boolean> isToBeVerified(Site site, Comment comment) {
        if (comment.status() != CommentStatus.PENDING) {
            return Future.succeededFuture(false);
        }
        var trust = site.settings().verification() == Verification.TRUST
                && comment.heldReason() == null
                && !comment.unverified();
        return (trust ? authors.mayPublish(site, comment) : Future.succeededFuture(comment.unverified()))
                .compose(wanted -> wanted ? comments.wantsMail(comment) : Future.succeededFuture(false));
    }

    private Future<Optional<Mail>> mine(OutboxMessage letter) {
        var address = letter.addressId();
        if (address == null || isOld(letter, ASKED_FOR)) {
            return nothing();
        }
        return sites.require(letter.siteId()).map(site -> {
            var token = mailed.issue(MINE, letter.id(), letter.siteId(), address, address, MailedLinks.LIFE);
            return Optional.of(link(letter, site, null, links.to("/sites/" + site.key() + "/mine/link/" + token)));
        });
    }

    private String address(OutboxMessage letter, UUID addressId, Duration life) {
        var token = mailed.issue(letter.kind(), letter.id(), letter.siteId(), letter.subjectId(), addressId, life);
        return links.to("/rights/" + letter.kind() + "/" + token);
    }

    private Mail link(OutboxMessage letter, Site site, @Nullable Comment comment, String url) {
        return renderer.render(new LinkMail(
                letter.lang(),
                site.name(),
                letter.kind(),
                comment == null ? "" : comment.page().title(),
                url));
    }

    private static boolean isOld(OutboxMessage letter, Duration most) {
        return letter.createdAt().plus(most).isBefore(Instant.now());
    }

    private static Future<Optional<Mail>> nothing() {
        return Future.succeededFuture(Optional.empty());
    }
}

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
import dev.palabre.privacy.selfservice.link.MailedLinks;
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

/** Composes the mails with links. A link is made when its mail is sent; one that waited too long is not sent. */
final class AuthorMails {
    static final String RECEIPT = "receipt";
    static final String ADDRESS = "address";
    static final String MINE = "mine";

    private static final Duration REQUEST_LIFE = Duration.ofHours(1);
    /** Authors may read the mail days after they commented. */
    private static final Duration VERIFY_LIFE = Duration.ofDays(3);

    private final Comments comments;
    private final AuthorActions authors;
    private final Sites sites;
    private final Receipts receipts;
    private final MailedLinks mailed;
    private final MailRenderer renderer;
    private final PublicUrl url;

    AuthorMails(
            Comments comments,
            AuthorActions authors,
            Sites sites,
            Receipts receipts,
            MailedLinks mailed,
            MailRenderer renderer,
            PublicUrl url) {
        this.comments = comments;
        this.authors = authors;
        this.sites = sites;
        this.receipts = receipts;
        this.mailed = mailed;
        this.renderer = renderer;
        this.url = url;
    }

    void register(MailComposers composers) {
        for (var action : List.of(AuthorAction.ERASE, AuthorAction.CORRECT, AuthorAction.DOWNLOAD)) {
            composers.registerAsked(action.wire(), message -> about(message, true, this::actionLink));
        }
        composers.registerAsked(ADDRESS, message -> about(message, false, this::actionLink));
        composers.registerAsked(RECEIPT, message -> about(message, true, this::receiptLink));
        composers.registerAsked(Comments.VERIFY, this::verify);
        composers.registerAsked(MINE, this::mine);
    }

    private interface Composition {
        Mail mail(OutboxMessage message, UUID addressId, Site site, Comment comment);
    }

    /** Empty for a comment that was erased, or that has another address by now. */
    private Future<Optional<Mail>> about(OutboxMessage message, boolean own, Composition composition) {
        return isOld(message, REQUEST_LIFE) ? nothing() : found(message, own, composition);
    }

    private Future<Optional<Mail>> found(OutboxMessage message, boolean own, Composition composition) {
        var address = message.addressId();
        return comments.find(message.siteId(), message.subjectId())
                .compose(found -> found.filter(comment -> comment.status() != CommentStatus.ERASED)
                        .filter(comment -> !own || (address != null && address.equals(comment.addressId())))
                        .map(comment -> sites.require(message.siteId())
                                .map(site -> address == null
                                        ? Optional.<Mail>empty()
                                        : Optional.of(composition.mail(message, address, site, comment))))
                        .orElseGet(AuthorMails::nothing));
    }

    private Mail actionLink(OutboxMessage message, UUID addressId, Site site, Comment comment) {
        return link(message, site, comment, url(message, addressId, MailedLinks.LIFE));
    }

    private Mail receiptLink(OutboxMessage message, UUID addressId, Site site, Comment comment) {
        return link(message, site, comment, receipts.statusUrl(receipts.of(comment)));
    }

    private Future<Optional<Mail>> verify(OutboxMessage message) {
        if (isOld(message, VERIFY_LIFE)) {
            return nothing();
        }
        return comments.find(message.siteId(), message.subjectId())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(false)
                        : sites.require(message.siteId()).compose(site -> needsVerification(site, found.get())))
                .compose(wanted -> wanted
                        ? found(
                                message,
                                true,
                                (same, addressId, site, comment) ->
                                        link(message, site, comment, url(message, addressId, VERIFY_LIFE)))
                        : nothing());
    }

    /** A comment that needs no click is verified only where the click would publish it. */
    private Future<Boolean> needsVerification(Site site, Comment comment) {
        if (comment.status() != CommentStatus.PENDING) {
            return Future.succeededFuture(false);
        }
        var trust = site.settings().verification() == Verification.TRUST
                && comment.heldReason() == null
                && !comment.unverified();
        return (trust ? authors.mayPublish(site, comment) : Future.succeededFuture(comment.unverified()))
                .compose(wanted -> wanted ? comments.wantsMail(comment) : Future.succeededFuture(false));
    }

    private Future<Optional<Mail>> mine(OutboxMessage message) {
        var address = message.addressId();
        if (address == null || isOld(message, REQUEST_LIFE)) {
            return nothing();
        }
        return sites.require(message.siteId()).map(site -> {
            var token = mailed.issue(MINE, message.id(), message.siteId(), address, address, MailedLinks.LIFE);
            return Optional.of(link(message, site, null, url.to("/sites/" + site.key() + "/mine/link/" + token)));
        });
    }

    private String url(OutboxMessage message, UUID addressId, Duration life) {
        var token = mailed.issue(message.kind(), message.id(), message.siteId(), message.subjectId(), addressId, life);
        return url.to("/rights/" + message.kind() + "/" + token);
    }

    private Mail link(OutboxMessage message, Site site, @Nullable Comment comment, String url) {
        return renderer.render(new LinkMail(
                message.lang(),
                site.name(),
                message.kind(),
                comment == null ? "" : comment.page().title(),
                url));
    }

    private static boolean isOld(OutboxMessage message, Duration most) {
        return message.createdAt().plus(most).isBefore(Instant.now());
    }

    private static Future<Optional<Mail>> nothing() {
        return Future.succeededFuture(Optional.empty());
    }
}

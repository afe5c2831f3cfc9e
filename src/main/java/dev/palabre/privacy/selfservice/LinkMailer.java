package dev.palabre.privacy.selfservice;

import dev.palabre.address.AddressStore;
import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.write.Comments;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.mail.outbox.LinkMailLimits;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.outbox.Outbox.Addressed;
import dev.palabre.privacy.selfservice.link.MailedLinks;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;

/** Queues the mails with links that authors request, within the limits of such mails. */
final class LinkMailer {
    private final Database database;
    private final AuthorActions authors;
    private final MailedLinks mailed;
    private final Outbox outbox;
    private final LinkMailLimits limits;
    private final AddressStore addresses = new AddressStore();

    LinkMailer(Database database, AuthorActions authors, MailedLinks mailed, Outbox outbox, LinkMailLimits limits) {
        this.database = database;
        this.authors = authors;
        this.mailed = mailed;
        this.outbox = outbox;
        this.limits = limits;
    }

    /** The address that a comment was written with. */
    Future<String> address(Comment comment) {
        var id = comment.addressId();
        return id == null
                ? Future.failedFuture(Problem.of(Kind.CONFLICT, "no_address"))
                : database.query(client -> addresses.find(client, comment.siteId(), id))
                        .map(found -> found.orElseThrow(() -> Problem.of(Kind.CONFLICT, "no_address")));
    }

    /** Mails a link for an action, and completes with the address; {@code renew} replaces the receipt first. */
    Future<String> mailLink(Comment comment, AuthorAction action, boolean renew) {
        return address(comment).compose(email -> {
            require(comment.siteId(), email);
            return database.transaction(client -> authors.locked(client, comment)
                            .compose(locked -> Future.all(
                                    renew ? authors.renew(client, locked) : Future.succeededFuture(),
                                    mail(client, locked, kind(action)))))
                    .onSuccess(queued -> queued(comment.siteId(), email))
                    .map(email);
        });
    }

    /** Mails a link to the new address of a comment, which confirms it, in the caller's transaction. */
    Future<Void> mailConfirmation(SqlClient client, Comment comment, String email) {
        return addresses
                .keep(client, comment.siteId(), email)
                .compose(id -> outbox.toAuthor(
                        client, comment.siteId(), AuthorMails.ADDRESS, comment.id(), id, comment.lang()))
                .onSuccess(queued -> limits.wrote(comment.siteId(), email));
    }

    /**
     * Mails a link to everything under an address, if it is known here; as much work if it is not. The caller has counted the
     * request ({@link #require}), before anybody looks whether the address is known.
     */
    Future<Void> mailSignIn(Site site, String email, String lang) {
        var cause = new Claim(site.id(), null, UuidV7.next(), "asked");
        return database.pipelined(client -> Future.all(
                        mailed.pretend(client, site.id()),
                        outbox.toAddresses(client, AuthorMails.MINE, List.of(new Addressed(cause, email, lang)))))
                .onSuccess(done -> {
                    if (done.<Integer>resultAt(1) > 0) {
                        queued(site.id(), email);
                    }
                })
                .mapEmpty();
    }

    /** Counts a mail whose transaction was committed, and has it sent at once. */
    void queued(int siteId, String email) {
        limits.wrote(siteId, email);
        outbox.wake();
    }

    /** Counts a request for a mail to an address, or fails with 429. */
    void require(int siteId, String email) {
        var seconds = limits.request(siteId, email);
        if (seconds > 0) {
            throw Problem.later(Kind.TOO_MANY, "too_many_links", seconds);
        }
    }

    private Future<Void> mail(SqlClient client, Comment comment, String kind) {
        var address = comment.addressId();
        if (address == null) {
            return Future.failedFuture(Problem.of(Kind.CONFLICT, "no_address"));
        }
        return outbox.toAuthor(client, comment.siteId(), kind, comment.id(), address, comment.lang());
    }

    private static String kind(AuthorAction action) {
        return switch (action) {
            case RENEW -> AuthorMails.RECEIPT;
            case VERIFY -> Comments.VERIFY;
            default -> action.wire();
        };
    }
}

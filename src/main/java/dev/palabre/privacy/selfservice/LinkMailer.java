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
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;

/** Writes the letters with links that authors ask for, no more than the rates of such mails allow. */
final class LinkMailer {
    private final Database database;
    private final AuthorActions authors;
    private final MailedLinks mailed;
    private final Outbox outbox;
    private final LinkMailLimits rates;
    private final AddressStore addresses = new AddressStore();

    LinkMailer(Database database, AuthorActions authors, MailedLinks mailed, Outbox outbox, LinkMailLimits rates) {
        this.database = database;
        this.authors = authors;
        this.mailed = mailed;
        this.outbox = outbox;
        this.rates = rates;
    }

    /** The address that a comment was written with. */
    Future<String> address(Comment comment) {
        var id = comment.addressId();
        return id == null
                ? Future.failedFuture(Problem.of(Kind.CONFLICT, "no_address"))
                : database.query(client -> addresses.find(client, comment.siteId(), id))
                        .map(found -> found.orElseThrow(() -> Problem.of(Kind.CONFLICT, "no_address")));
    }

    /** Mails a link by which this can be done; answers the address. A receipt that is renewed is dead from then on. */
    Future<String> ask(Comment comment, AuthorAction act, boolean renew) {
        return address(comment).compose(email -> {
            require(comment.siteId(), email);
            return database.transaction(client -> authors.locked(client, comment)
                            .compose(locked -> Future.all(
                                    renew ? authors.renew(client, locked) : Future.succeededFuture(),
                                    letter(client, locked, kind(act)))))
                    .onSuccess(written -> wrote(comment.siteId(), email))
                    .map(email);
        });
    }

    /** Mails a link to an address that a comment is to be put under, in the caller's transaction. */
    Future<Void> askAt(SqlClient client, Comment comment, String email) {
        return addresses
                .keep(client, comment.siteId(), email)
                .compose(id -> outbox.toAuthor(
                        client, comment.siteId(), AuthorMails.ADDRESS, comment.id(), id, comment.lang()))
                .onSuccess(written -> rates.wrote(comment.siteId(), email));
    }

    /**
     * Mails a link to everything under an address, if it is known here; as much work if it is not. The caller has counted the
     * request ({@link #require}), before anybody looks whether the address is known.
     */
    Future<Void> askAll(Site site, String email, String lang) {
        var cause = new Claim(site.id(), null, UuidV7.next(), "asked");
        return database.pipelined(client -> Future.all(
                        mailed.pretend(client, site.id()),
                        outbox.toAddresses(client, AuthorMails.MINE, List.of(new Addressed(cause, email, lang)))))
                .onSuccess(done -> {
                    if (done.<Integer>resultAt(1) > 0) {
                        wrote(site.id(), email);
                    }
                })
                .mapEmpty();
    }

    /** Counts a mail that was committed, which leaves at once. */
    void wrote(int siteId, String email) {
        rates.wrote(siteId, email);
        outbox.wake();
    }

    /** Counts a request for a mail to an address, or fails with 429. */
    void require(int siteId, String email) {
        var seconds = rates.request(siteId, email);
        if (seconds > 0) {
            throw Problem.later(Kind.TOO_MANY, "too_many_links", seconds);
        }
    }

    private Future<Void> letter(SqlClient client, Comment comment, String kind) {
        var address = comment.addressId();
        if (address == null) {
            return Future.failedFuture(Problem.of(Kind.CONFLICT, "no_address"));
        }
        return outbox.toAuthor(client, comment.siteId(), kind, comment.id(), address, comment.lang());
    }

    private static String kind(AuthorAction act) {
        return switch (act) {
            case RENEW -> AuthorMails.RECEIPT;
            case VERIFY -> Comments.VERIFY;
            default -> act.wire();
        };
    }
}

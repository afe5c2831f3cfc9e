package dev.palabre.privacy.selfservice;

import dev.palabre.address.AddressStore;
import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentErasure;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.Database;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.privacy.selfservice.Corrections.Correction;
import dev.palabre.privacy.selfservice.MailedLinkRequests.Opened;
import dev.palabre.privacy.selfservice.link.MailedLinks;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.function.BiFunction;

/** What mailed links do, each in one transaction with the use of the link: both or neither. */
final class MailedLinkActions {
    private final Database database;
    private final Comments comments;
    private final AuthorActions authors;
    private final CommentErasure erasure;
    private final Corrections corrections;
    private final MailedLinks mailed;
    private final Outbox outbox;
    private final AddressStore addresses = new AddressStore();

    MailedLinkActions(
            Database database,
            Comments comments,
            AuthorActions authors,
            CommentErasure erasure,
            Corrections corrections,
            MailedLinks mailed,
            Outbox outbox) {
        this.database = database;
        this.comments = comments;
        this.authors = authors;
        this.erasure = erasure;
        this.corrections = corrections;
        this.mailed = mailed;
        this.outbox = outbox;
    }

    /** Erases the comment. */
    Future<Void> erase(Opened opened) {
        return use(opened, erasure::erase);
    }

    /** Corrects the comment's name, and has a new address confirmed. */
    Future<Void> correct(Opened opened, Correction correction) {
        return use(opened, (client, comment) -> corrections.apply(client, opened.site(), comment, correction));
    }

    /** Records that the author wrote the comment. */
    Future<Void> verify(Opened opened) {
        return use(opened, (client, comment) -> authors.verify(client, opened.site(), comment));
    }

    /** Moves the comment to the address that the link was mailed to. */
    Future<Void> changeAddress(Opened opened) {
        return use(opened, (client, comment) -> changeAddress(client, opened, comment));
    }

    /** Uses the link for something that changes nothing. */
    Future<Void> spend(Opened opened) {
        return database.query(client -> mailed.spend(client, opened.link()));
    }

    private Future<Void> changeAddress(SqlClient client, Opened opened, Comment comment) {
        var former = comment.addressId();
        var steps = new ArrayList<Future<Void>>();
        steps.add(authors.changeAddress(client, comment, opened.link().addressId()));
        if (former != null && !former.equals(opened.link().addressId())) {
            steps.add(outbox.forget(client, comment.siteId(), former, comment.id()));
            steps.add(addresses.drop(client, comment.siteId(), former));
        }
        return Future.all(steps).mapEmpty();
    }

    private Future<Void> use(Opened opened, BiFunction<SqlClient, Comment, Future<Void>> action) {
        return database.transaction(client -> mailed.spend(client, opened.link())
                        .compose(first -> authors.locked(client, opened.comment()))
                        .compose(comment -> action.apply(client, opened.requireValid(comment))))
                .onSuccess(done -> comments.afterCommit(opened.comment()));
    }
}

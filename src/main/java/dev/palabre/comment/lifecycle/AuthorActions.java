package dev.palabre.comment.lifecycle;

import dev.palabre.comment.model.AuthorCommentStore;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.CommentStore;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.RevokedReceiptStore;
import dev.palabre.comment.write.Comments;
import dev.palabre.crypto.AccessCode;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.problem.Problem;
import dev.palabre.site.Settings.Moderation;
import dev.palabre.site.Settings.Verification;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Actions of authors on their own comments: withdraw, mute, renew the receipt, change the address, confirm. */
public final class AuthorActions {
    private final Database database;
    private final Comments comments;
    private final Receipts receipts;
    private final Outbox outbox;
    private final CommentStore rows = new CommentStore();
    private final AuthorCommentStore store = new AuthorCommentStore();
    private final RevokedReceiptStore revoked = new RevokedReceiptStore();

    /** Actions on these comments. */
    public AuthorActions(Database database, Comments comments, Receipts receipts, Outbox outbox) {
        this.database = database;
        this.comments = comments;
        this.receipts = receipts;
        this.outbox = outbox;
    }

    /** The comments of an address of a site, newest first. */
    public Future<List<Comment>> byAddress(int siteId, UUID addressId, int limit) {
        return database.query(client -> store.byAddress(client, siteId, addressId, limit));
    }

    /** A page of the comments under an address, the newest first: those older than {@code before}, or the first. */
    public Future<List<Comment>> byAddress(int siteId, UUID addressId, @Nullable UUID before, int limit) {
        return database.query(client -> store.byAddress(client, siteId, addressId, before, limit));
    }

    /** Number of comments under an address, in the caller's transaction. */
    public Future<Integer> countByAddress(SqlClient client, int siteId, UUID addressId) {
        return store.countByAddress(client, siteId, addressId);
    }

    /** The comments of an address, locked until the caller's transaction ends. */
    public Future<List<Comment>> lockByAddress(SqlClient client, int siteId, UUID addressId, int limit) {
        return store.lockByAddress(client, siteId, addressId, limit);
    }

    /** The comment that a revoked receipt opened. */
    public Future<Optional<Comment>> byRevokedReceipt(AccessCode receipt) {
        return database.query(client -> revoked.find(client, receipt))
                .compose(id -> id.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : comments.find(receipt.siteId(), id.get()));
    }

    /** Withdraws a comment. */
    public Future<Void> withdraw(Comment seen) {
        return database.transaction(client -> locked(client, seen)
                        .compose(comment -> comments.move(client, comment, CommentStatus.WITHDRAWN, null)))
                .onSuccess(comments::afterCommit)
                .mapEmpty();
    }

    /** Stops the mails about a comment, or allows them again. */
    public Future<Void> mute(Comment comment, boolean muted) {
        return database.query(client -> store.mute(client, comment, muted));
    }

    /** Gives a comment a new receipt, in the caller's transaction: the current one is revoked. */
    public Future<Void> renew(SqlClient client, Comment comment) {
        var next = receipts.next(comment);
        return Future.all(
                        revoked.append(client, comment, receipts.of(comment)),
                        store.renew(client, comment, receipts.currentKey(), next))
                .mapEmpty();
    }

    /** Puts a comment under another address, in the caller's transaction. */
    public Future<Void> changeAddress(SqlClient client, Comment comment, UUID addressId) {
        return store.changeAddress(client, comment, addressId);
    }

    /**
     * Confirms that the owner of the address wrote the comment, in the caller's transaction. It then waits for a moderator,
     * or is published where the site needs none.
     */
    public Future<Void> verify(SqlClient client, Site site, Comment comment) {
        if (comment.status() != CommentStatus.PENDING) {
            return Future.succeededFuture();
        }
        return isTrusted(client, site, comment).compose(trusted -> {
            var verified = store.verify(client, comment);
            var next = comment.heldReason() == null && trusted
                    ? comments.move(client, comment, CommentStatus.PUBLISHED, null)
                            .<Void>mapEmpty()
                    : comment.unverified() ? notice(client, comment) : Future.<Void>succeededFuture();
            return Future.all(verified, next).mapEmpty();
        });
    }

    /** Whether the site lets known authors put their comment online by a click. */
    public Future<Boolean> mayPublish(Site site, Comment comment) {
        return database.query(client -> isTrusted(client, site, comment));
    }

    private Future<Boolean> isTrusted(SqlClient client, Site site, Comment comment) {
        var settings = site.settings();
        var address = comment.addressId();
        return settings.moderation() == Moderation.AFTER
                        || settings.verification() != Verification.TRUST
                        || address == null
                ? Future.succeededFuture(settings.moderation() == Moderation.AFTER)
                : store.isKnown(client, site.id(), address);
    }

    private Future<Void> notice(SqlClient client, Comment comment) {
        return outbox.toModerators(
                client,
                Comments.WAITING,
                List.of(new Claim(comment.siteId(), null, comment.id(), CommentStatus.PENDING.wire())));
    }

    /** A comment, locked until the caller's transaction ends. */
    public Future<Comment> locked(SqlClient client, Comment seen) {
        return rows.lock(client, seen.siteId(), seen.id()).map(found -> found.orElseThrow(Problem::notFound));
    }
}

package dev.palabre.comment.write;

import dev.palabre.address.AddressStore;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.CommentStore;
import dev.palabre.comment.model.StatusChange;
import dev.palabre.comment.model.StatusChangeStore;
import dev.palabre.comment.model.ThreadStore;
import dev.palabre.comment.thread.ThreadCache;
import dev.palabre.crypto.AccessCode;
import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads comments and changes their status. Everything that follows from a change commits with it. */
public final class Comments {
    /** Kind of the mail to moderators about pending comments. */
    public static final String WAITING = "waiting";

    /** Kind of the mail that says that a comment is published. */
    public static final String PUBLISHED = "published";

    /** Kind of the mail that says that a comment was rejected. */
    public static final String REJECTED = "rejected";

    /** Kind of the mail that says that a published comment was removed. */
    public static final String REMOVED = "removed";

    /** Kind of the mail that asks its reader to confirm a comment. */
    public static final String VERIFY = "verify";

    private final Database database;
    private final Notifications changes;
    private final Outbox outbox;
    private final NewCommentListener listener;
    private final AddressStore addresses = new AddressStore();
    private final CommentStore store = new CommentStore();
    private final ThreadStore threads = new ThreadStore();
    private final StatusChangeStore statusChanges = new StatusChangeStore();

    /** A comment opened by a receipt. */
    public record Opened(AccessCode receipt, Comment comment) {}

    /** The comments of a database without subscriptions. */
    public Comments(Database database, Notifications changes, Outbox outbox) {
        this(database, changes, outbox, NewCommentListener.NONE);
    }

    /** The comments of a database; the listener learns of each first publication. */
    public Comments(Database database, Notifications changes, Outbox outbox, NewCommentListener listener) {
        this.database = database;
        this.changes = changes;
        this.outbox = outbox;
        this.listener = listener;
    }

    /** The comments that these receipts of one site open; receipts that open nothing are left out. */
    public Future<List<Opened>> opened(int siteId, List<AccessCode> codes) {
        var own = codes.stream().filter(code -> code.siteId() == siteId).toList();
        return own.isEmpty()
                ? Future.succeededFuture(List.of())
                : database.query(client -> store.byReceipts(client, siteId, own))
                        .map(found -> found.stream()
                                .flatMap(received -> own.stream()
                                        .filter(code -> MessageDigest.isEqual(code.hash(), received.receiptHash()))
                                        .map(code -> new Opened(code, received.comment())))
                                .toList());
    }

    /** The comment that a receipt opens. */
    public Future<Optional<Comment>> byReceipt(AccessCode receipt) {
        return opened(receipt.siteId(), List.of(receipt))
                .map(found -> found.stream().findFirst().map(Opened::comment));
    }

    /** Every status change of a comment since its submission, oldest first. */
    public Future<List<StatusChange>> history(Comment comment) {
        return histories(comment.siteId(), List.of(comment.id()))
                .map(found -> found.getOrDefault(comment.id(), List.of()));
    }

    /** The status changes of many comments of a site; comments without one are left out. */
    public Future<Map<UUID, List<StatusChange>>> histories(int siteId, List<UUID> commentIds) {
        return database.query(client -> statusChanges.list(client, siteId, commentIds));
    }

    /** Whether its author wants mails about a comment. */
    public Future<Boolean> wantsMail(Comment comment) {
        var address = comment.addressId();
        return comment.muted() || address == null
                ? Future.succeededFuture(false)
                : database.query(client -> addresses.isMuted(client, comment.siteId(), address))
                        .map(muted -> !muted);
    }

    /** A comment of a site. */
    public Future<Optional<Comment>> find(int siteId, UUID id) {
        return database.query(client -> store.find(client, siteId, id));
    }

    /** A comment of a site, locked until the caller's transaction ends. */
    public Future<Optional<Comment>> lock(SqlClient client, int siteId, UUID id) {
        return store.lock(client, siteId, id);
    }

    /**
     * Changes the status of a comment in the caller's transaction: its status and history, the thread's count and version,
     * the notification of all nodes and the author's mail. The caller has locked the comment, and calls
     * {@link #afterCommit} after the commit.
     *
     * @param reason shown to the author, null where none is given
     * @return the comment as it is now
     * @throws Problem 409 as a failed future for a change that does not exist
     */
    public Future<Comment> move(SqlClient client, Comment comment, CommentStatus to, @Nullable String reason) {
        if (!comment.status().mayBecome(to)) {
            return Future.failedFuture(Problem.of(Kind.CONFLICT, "impossible_move"));
        }
        var steps = new ArrayList<Future<?>>();
        var moved = store.move(client, comment, to);
        steps.add(moved);
        steps.add(statusChanges.append(client, comment, to, reason));
        var change = (to == CommentStatus.PUBLISHED ? 1 : 0) - (comment.status() == CommentStatus.PUBLISHED ? 1 : 0);
        var page = change == 0
                ? Future.succeededFuture(comment.page())
                : threads.count(client, comment.siteId(), comment.page(), change);
        steps.add(page);
        if (change != 0) {
            steps.add(notifyNodes(client, comment));
        }
        if (comment.status() == CommentStatus.PENDING) {
            steps.add(QueueCapacity.notifyNodes(client, comment.siteId()));
        }
        steps.addAll(mails(client, comment, to));
        return Future.all(steps).map(done -> moved.result().on(page.result()));
    }

    private List<Future<?>> mails(SqlClient client, Comment comment, CommentStatus to) {
        var steps = new ArrayList<Future<?>>();
        var kind = mailOf(comment, to);
        if (kind != null && comment.addressId() != null) {
            steps.add(
                    outbox.toAuthor(client, comment.siteId(), kind, comment.id(), comment.addressId(), comment.lang()));
        }
        if (to == CommentStatus.PUBLISHED && comment.publishedAt() == null) {
            steps.add(listener.published(client, comment.siteId(), List.of(comment.id())));
        }
        return steps;
    }

    /** After the commit of a change: this node shows it at once, and its mail is sent. */
    public void afterCommit(Comment comment) {
        changes.tell(
                "thread", ThreadCache.payload(comment.siteId(), comment.page().key()));
        QueueCapacity.notifyThisNode(changes, comment.siteId());
        outbox.wake();
    }

    /** Makes a new version of the thread of a published comment that changed, in the caller's transaction. */
    public Future<Void> bumpVersion(SqlClient client, Comment comment) {
        return Future.all(threads.count(client, comment.siteId(), comment.page(), 0), notifyNodes(client, comment))
                .mapEmpty();
    }

    /** The mail that a change sends to the author, null for none: a removal matters only to a comment that was published. */
    public static @Nullable String mailOf(Comment comment, CommentStatus to) {
        return switch (to) {
            case PUBLISHED -> comment.publishedAt() == null ? PUBLISHED : null;
            case REJECTED -> REJECTED;
            case REMOVED, SPAM -> comment.publishedAt() == null ? null : REMOVED;
            default -> null;
        };
    }

    private static Future<Void> notifyNodes(SqlClient client, Comment comment) {
        return Notifications.announce(
                client,
                "thread",
                ThreadCache.payload(comment.siteId(), comment.page().key()));
    }
}

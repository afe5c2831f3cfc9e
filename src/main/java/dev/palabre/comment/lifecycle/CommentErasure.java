package dev.palabre.comment.lifecycle;

import dev.palabre.address.AddressStore;
import dev.palabre.comment.model.AuthorCommentStore;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.RevisionStore;
import dev.palabre.comment.model.RevokedReceiptStore;
import dev.palabre.comment.model.StatusChangeStore;
import dev.palabre.comment.model.ThreadStore;
import dev.palabre.comment.write.Comments;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.privacy.retention.ErasureStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Erases comments: text, former texts, names, address, queued mails and receipt. The place in the thread stays, with the
 * ids and dates of decisions.
 */
public final class CommentErasure {
    /** What the log of erasures calls a comment. */
    static final String KIND = "comment";

    private final Comments comments;
    private final Outbox outbox;
    private final ErasureListener listener;
    private final AuthorCommentStore store = new AuthorCommentStore();
    private final ThreadStore threads = new ThreadStore();
    private final RevisionStore revisions = new RevisionStore();
    private final RevokedReceiptStore revoked = new RevokedReceiptStore();
    private final StatusChangeStore statusChanges = new StatusChangeStore();
    private final AddressStore addresses = new AddressStore();
    private final ErasureStore erasures = new ErasureStore();

    /** Erases these comments; the listener deletes what another feature keeps of them. */
    public CommentErasure(Comments comments, Outbox outbox, ErasureListener listener) {
        this.comments = comments;
        this.outbox = outbox;
        this.listener = listener;
    }

    /** Erases a comment in the caller's transaction; the caller has locked it, and calls {@link Comments#afterCommit}. */
    public Future<Void> erase(SqlClient client, Comment comment) {
        var steps = new ArrayList<Future<?>>();
        steps.add(comments.move(client, comment, CommentStatus.ERASED, null));
        steps.add(statusChanges.erase(client, comment));
        steps.add(revisions.erase(client, comment));
        steps.add(revoked.erase(client, comment));
        steps.add(store.erase(client, comment));
        steps.add(threads.forgetEmpty(client, comment.siteId(), comment.page().threadId()));
        steps.add(listener.forget(client, comment));
        steps.add(erasures.note(client, comment.siteId(), KIND, List.of(comment.id())));
        steps.add(mails(client, comment));
        return Future.all(steps).mapEmpty();
    }

    /** Deletes the mails, and every address that nothing else refers to, unconfirmed ones too. */
    private Future<Void> mails(SqlClient client, Comment comment) {
        return outbox.forget(client, comment.siteId(), comment.id()).compose(written -> {
            var ids = new LinkedHashSet<>(written);
            if (comment.addressId() != null) {
                ids.add(comment.addressId());
            }
            return Future.all(ids.stream()
                            .map(id -> addresses.drop(client, comment.siteId(), id))
                            .toList())
                    .mapEmpty();
        });
    }
}

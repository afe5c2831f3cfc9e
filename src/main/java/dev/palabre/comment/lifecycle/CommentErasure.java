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
 * Erases comments: their text, its former texts, the names, the address, the mails that wait and the receipt. The place
 * in the tree stays, and so do ids and dates of what was decided.
 */
public final class CommentErasure {
    /** What the log of erasures calls a comment. */
    static final String KIND = "comment";

    private final Comments comments;
    private final Outbox outbox;
    private final Elsewhere elsewhere;
    private final AuthorCommentStore store = new AuthorCommentStore();
    private final ThreadStore threads = new ThreadStore();
    private final RevisionStore edits = new RevisionStore();
    private final RevokedReceiptStore spent = new RevokedReceiptStore();
    private final StatusChangeStore statusChanges = new StatusChangeStore();
    private final AddressStore addresses = new AddressStore();
    private final ErasureStore erasures = new ErasureStore();

    /** What other rooms hold of a comment in words. */
    @FunctionalInterface
    public interface Elsewhere {
        /** Takes the words out, in the caller's transaction. */
        Future<Void> forget(SqlClient client, Comment comment);
    }

    /** Erases these comments, here and elsewhere. */
    public CommentErasure(Comments comments, Outbox outbox, Elsewhere elsewhere) {
        this.comments = comments;
        this.outbox = outbox;
        this.elsewhere = elsewhere;
    }

    /** Erases a comment in the caller's transaction; the caller has it locked, and settles it after the commit. */
    public Future<Void> erase(SqlClient client, Comment comment) {
        var steps = new ArrayList<Future<Void>>();
        steps.add(comments.move(client, comment, CommentStatus.ERASED, null));
        steps.add(statusChanges.erase(client, comment));
        steps.add(edits.erase(client, comment));
        steps.add(spent.erase(client, comment));
        steps.add(store.erase(client, comment));
        steps.add(threads.forgetEmpty(client, comment.siteId(), comment.page().threadId()));
        steps.add(elsewhere.forget(client, comment));
        steps.add(erasures.note(client, comment.siteId(), KIND, List.of(comment.id())));
        steps.add(letters(client, comment));
        return Future.all(steps).mapEmpty();
    }

    /** The letters, and every address that nothing else stands under: also one that its author never confirmed. */
    private Future<Void> letters(SqlClient client, Comment comment) {
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

package dev.palabre.comment.lifecycle;

import dev.palabre.comment.model.Comment;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/** Takes part in the erasure of a comment: deletes what another feature keeps of it in words. */
@FunctionalInterface
public interface ErasureListener {
    /** Deletes the words, in the caller's transaction. */
    Future<Void> forget(SqlClient client, Comment comment);
}

package dev.palabre.comment.write;

import dev.palabre.db.IdempotencyStore.Claim;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.UUID;

/** Whoever wants to hear of new comments on a page: what has to be done for them in the transactions of comments. */
public interface NewCommentListener {
    /** Where nobody can follow. */
    NewCommentListener NOBODY = new NewCommentListener() {
        @Override
        public Future<Integer> ask(SqlClient client, List<Asked> asked) {
            return Future.succeededFuture(0);
        }

        @Override
        public Future<Integer> tell(SqlClient client, int siteId, List<UUID> commentIds) {
            return Future.succeededFuture(0);
        }
    };

    /**
     * Somebody who ticked the box.
     *
     * @param cause the comment that they wrote with it
     * @param email their address
     * @param pageKey the page, whose thread is there by then
     * @param lang language that they read
     */
    record Asked(Claim cause, String email, String pageKey, String lang) {}

    /**
     * Notes who asks, where their comment was granted, and writes them the letter that asks for a click, all in one
     * statement; answers how many letters. Who confirmed before is not asked again.
     */
    Future<Integer> ask(SqlClient client, List<Asked> asked);

    /**
     * Writes a letter to each follower of the page of comments of a site that are online for the first time, in one
     * statement; answers how many letters.
     */
    Future<Integer> tell(SqlClient client, int siteId, List<UUID> commentIds);
}

package dev.palabre.subscription;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code fan_outs}: published comments whose subscribers are not all queued a mail yet. */
final class FanOutStore {
    /**
     * A published comment.
     *
     * @param afterId address of the last subscriber whose mail is queued
     * @param createdAt when it was published
     */
    record FanOut(int siteId, UUID commentId, UUID threadId, UUID afterId, Instant createdAt) {}

    /** Inserts a row for each of these comments that is published and whose page has subscribers; answers how many. */
    Future<Integer> insert(SqlClient client, int siteId, List<UUID> commentIds) {
        return client.preparedQuery("""
                        INSERT INTO fan_outs (site_id, comment_id, thread_id)
                        SELECT c.site_id, c.id, c.thread_id
                        FROM comments c
                        WHERE c.site_id = $1 AND c.id = ANY ($2) AND c.status = 'published'
                            AND EXISTS (
                                SELECT FROM follows f
                                WHERE f.site_id = c.site_id AND f.thread_id = c.thread_id AND f.rhythm = 'each')
                        ON CONFLICT DO NOTHING
                        """)
                .execute(Tuple.of(siteId, (Object) commentIds.toArray(UUID[]::new)))
                .map(rows -> rows.rowCount());
    }

    /** The row that waited longest, moved to the end: one that fails does not hold up the others. */
    Future<Optional<FanOut>> claim(SqlClient client) {
        return client.preparedQuery("""
                        UPDATE fan_outs
                        SET claimed_at = clock_timestamp()
                        WHERE (site_id, comment_id) = (
                            SELECT site_id, comment_id
                            FROM fan_outs
                            ORDER BY claimed_at
                            LIMIT 1
                            FOR UPDATE SKIP LOCKED)
                        RETURNING site_id, comment_id, thread_id, after_id, created_at
                        """).execute().map(rows -> Rows.first(rows, FanOutStore::fanOut));
    }

    /** The row as it is now, locked until the caller's transaction ends; empty where another node has it or finished it. */
    Future<Optional<FanOut>> lock(SqlClient client, FanOut fanOut) {
        return client.preparedQuery("""
                        SELECT site_id, comment_id, thread_id, after_id, created_at
                        FROM fan_outs
                        WHERE site_id = $1 AND comment_id = $2
                        FOR UPDATE SKIP LOCKED
                        """)
                .execute(Tuple.of(fanOut.siteId(), fanOut.commentId()))
                .map(rows -> Rows.first(rows, FanOutStore::fanOut));
    }

    /** Notes that the subscribers up to this address have their mail. */
    Future<Void> advance(SqlClient client, FanOut fanOut, UUID afterId) {
        return client.preparedQuery("""
                        UPDATE fan_outs
                        SET after_id = $3
                        WHERE site_id = $1 AND comment_id = $2
                        """)
                .execute(Tuple.of(fanOut.siteId(), fanOut.commentId(), afterId))
                .mapEmpty();
    }

    /** Removes a row whose subscribers all have their mail. */
    Future<Void> delete(SqlClient client, FanOut fanOut) {
        return client.preparedQuery("""
                        DELETE FROM fan_outs
                        WHERE site_id = $1 AND comment_id = $2
                        """)
                .execute(Tuple.of(fanOut.siteId(), fanOut.commentId()))
                .mapEmpty();
    }

    private static FanOut fanOut(Row row) {
        return new FanOut(
                row.getInteger("site_id"),
                row.getUUID("comment_id"),
                row.getUUID("thread_id"),
                row.getUUID("after_id"),
                Rows.instant(row, "created_at"));
    }
}

package dev.palabre.comment.model;

import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The table {@code comments}, as far as time decides. */
public final class ExpiredCommentStore {
    /** Ids begin with the time of the submission, by which old ones are found quickly; clocks of nodes may differ. */
    private static final Duration SKEW = Duration.ofDays(1);

    private static final String DUE = """
            FROM comments c JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
            WHERE c.site_id = $1 AND c.status = $2 AND c.id < $3
                AND (c.status <> 'pending' OR c.unverified = $4)
                AND CASE c.status WHEN 'published' THEN c.published_at ELSE c.status_at END < $5
            """;

    /**
     * Comments that have had a status since before a moment.
     *
     * @param unverified whether they wait for their author's confirmation; only pending comments do
     */
    public record Old(int siteId, CommentStatus status, boolean unverified, Instant before) {
        private List<Object> values() {
            return List.of(siteId, status.wire(), UuidV7.firstAt(before.plus(SKEW)), unverified, Rows.bind(before));
        }
    }

    public Future<Long> count(SqlClient client, Old old) {
        return client.preparedQuery("SELECT count(*) AS due " + DUE)
                .execute(Tuple.tuple(old.values()))
                .map(rows -> rows.iterator().next().getLong("due"));
    }

    /** The oldest of them that no other transaction has locked, locked until the caller's transaction ends. */
    public Future<List<Comment>> lock(SqlClient client, Old old, int most) {
        return client.preparedQuery("SELECT " + CommentStore.COLUMNS + DUE + """
                        ORDER BY c.id
                        LIMIT $6
                        FOR UPDATE OF c SKIP LOCKED
                        """)
                .execute(Tuple.tuple(new ArrayList<>(old.values())).addInteger(most))
                .map(rows -> Rows.list(rows, CommentStore::comment));
    }

    /** Those of these comments that exist and are not erased, locked until the caller's transaction ends. */
    public Future<List<Comment>> lock(SqlClient client, int siteId, List<UUID> ids) {
        return client.preparedQuery("SELECT " + CommentStore.COLUMNS + """
                        FROM comments c JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
                        WHERE c.site_id = $1 AND c.id = ANY ($2) AND c.status <> 'erased'
                        ORDER BY c.id
                        FOR UPDATE OF c
                        """)
                .execute(Tuple.of(siteId, (Object) ids.toArray(UUID[]::new)))
                .map(rows -> Rows.list(rows, CommentStore::comment));
    }

    /** Removes addresses from the comments that were written with them. */
    public Future<Void> clearAddress(SqlClient client, int siteId, List<UUID> addressIds) {
        return client.preparedQuery("""
                        UPDATE comments
                        SET address_id = NULL
                        WHERE site_id = $1 AND address_id = ANY ($2)
                        """)
                .execute(Tuple.of(siteId, (Object) addressIds.toArray(UUID[]::new)))
                .mapEmpty();
    }
}

package dev.palabre.comment.model;

import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code status_changes}. */
public final class StatusChangeStore {
    public Future<Void> append(SqlClient client, Comment comment, CommentStatus to, @Nullable String reason) {
        return client.preparedQuery("""
                        INSERT INTO status_changes (site_id, comment_id, id, status, reason)
                        VALUES ($1, $2, $3, $4, $5)
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id(), UuidV7.next(), to.wire(), reason))
                .mapEmpty();
    }

    /** The status changes of these comments of a site, oldest first, by comment; comments without one are left out. */
    public Future<Map<UUID, List<StatusChange>>> list(SqlClient client, int siteId, List<UUID> commentIds) {
        return client.preparedQuery("""
                        SELECT comment_id, status, reason, changed_at
                        FROM status_changes
                        WHERE site_id = $1 AND comment_id = ANY ($2)
                        ORDER BY changed_at, id
                        """)
                .execute(Tuple.of(siteId, (Object) commentIds.toArray(UUID[]::new)))
                .map(rows -> Rows.grouped(
                        rows,
                        row -> row.getUUID("comment_id"),
                        row -> new StatusChange(
                                CommentStatus.of(row.getString("status")),
                                row.getString("reason"),
                                Rows.instant(row, "changed_at"))));
    }

    /** Clears the reasons that a moderator wrote to the author of an erased comment. */
    public Future<Void> erase(SqlClient client, Comment comment) {
        return client.preparedQuery("""
                        UPDATE status_changes
                        SET reason = NULL
                        WHERE site_id = $1 AND comment_id = $2 AND reason IS NOT NULL
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id()))
                .mapEmpty();
    }
}

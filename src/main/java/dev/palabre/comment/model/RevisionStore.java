package dev.palabre.comment.model;

import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The table {@code comment_edits}. */
public final class RevisionStore {
    /** Stores the current text of a comment before it is replaced. */
    public Future<Void> append(SqlClient client, Comment comment) {
        return client.preparedQuery("""
                        INSERT INTO comment_edits (site_id, comment_id, id, text)
                        VALUES ($1, $2, $3, $4)
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id(), UuidV7.next(), comment.text()))
                .mapEmpty();
    }

    /** The former texts of these comments of a site, oldest first, by comment; comments without one are left out. */
    public Future<Map<UUID, List<Revision>>> list(SqlClient client, int siteId, List<UUID> commentIds) {
        return client.preparedQuery("""
                        SELECT comment_id, text, replaced_at
                        FROM comment_edits
                        WHERE site_id = $1 AND comment_id = ANY ($2)
                        ORDER BY replaced_at, id
                        """)
                .execute(Tuple.of(siteId, (Object) commentIds.toArray(UUID[]::new)))
                .map(rows -> Rows.grouped(
                        rows,
                        row -> row.getUUID("comment_id"),
                        row -> new Revision(row.getString("text"), Rows.instant(row, "replaced_at"))));
    }

    public Future<Void> erase(SqlClient client, Comment comment) {
        return client.preparedQuery("""
                        DELETE FROM comment_edits
                        WHERE site_id = $1 AND comment_id = $2
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id()))
                .mapEmpty();
    }
}

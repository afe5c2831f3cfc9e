package dev.palabre.comment;

import dev.palabre.kernel.sql.Rows;
import dev.palabre.kernel.token.Ids;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** The table {@code comment_edits}. */
final class EditStore {
    /** Keeps the text that a comment has before it gets another. */
    Future<Void> append(SqlClient client, Comment comment) {
        return client.preparedQuery("""
                        INSERT INTO comment_edits (site_id, comment_id, id, text)
                        VALUES ($1, $2, $3, $4)
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id(), Ids.next(), comment.text()))
                .mapEmpty();
    }

    /** The texts that a comment had, the first first. */
    Future<List<FormerText>> list(SqlClient client, int siteId, UUID commentId) {
        return client.preparedQuery("""
                        SELECT text, replaced_at
                        FROM comment_edits
                        WHERE site_id = $1 AND comment_id = $2
                        ORDER BY replaced_at, id
                        """)
                .execute(Tuple.of(siteId, commentId))
                .map(rows -> Rows.list(
                        rows, row -> new FormerText(row.getString("text"), Rows.instant(row, "replaced_at"))));
    }

    Future<Void> erase(SqlClient client, Comment comment) {
        return client.preparedQuery("""
                        DELETE FROM comment_edits
                        WHERE site_id = $1 AND comment_id = $2
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id()))
                .mapEmpty();
    }
}

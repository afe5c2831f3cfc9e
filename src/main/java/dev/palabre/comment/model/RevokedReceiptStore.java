package dev.palabre.comment.model;

import dev.palabre.crypto.AccessCode;
import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** The table {@code spent_receipts}. */
public final class RevokedReceiptStore {
    public Future<Void> append(SqlClient client, Comment comment, AccessCode receipt) {
        return client.preparedQuery("""
                        INSERT INTO spent_receipts (site_id, receipt_hash, comment_id)
                        VALUES ($1, $2, $3)
                        ON CONFLICT DO NOTHING
                        """)
                .execute(Tuple.of(comment.siteId(), Buffer.buffer(receipt.hash()), comment.id()))
                .mapEmpty();
    }

    /** The comment that a receipt once opened. */
    public Future<Optional<UUID>> find(SqlClient client, AccessCode receipt) {
        return client.preparedQuery("""
                        SELECT comment_id
                        FROM spent_receipts
                        WHERE site_id = $1 AND receipt_hash = $2
                        """)
                .execute(Tuple.of(receipt.siteId(), Buffer.buffer(receipt.hash())))
                .map(rows -> Rows.first(rows, row -> row.getUUID("comment_id")));
    }

    public Future<Void> erase(SqlClient client, Comment comment) {
        return client.preparedQuery("""
                        DELETE FROM spent_receipts
                        WHERE site_id = $1 AND comment_id = $2
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id()))
                .mapEmpty();
    }
}

package dev.palabre.comment;

import dev.palabre.kernel.sql.Rows;
import dev.palabre.kernel.token.Code;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code comments}. */
final class CommentStore {
    static final String COLUMNS = """
            c.site_id, c.id, c.status, c.held_reason, c.text, c.html, c.lang, c.name, c.last_name, c.first_name,
            c.address_id, c.receipt_key, c.receipt_generation, c.created_at, c.published_at, c.edited_at, c.receipt_hash,
            t.id AS thread_id, t.page_key, t.page_id, t.url, t.title
            """;

    /** A comment to be inserted, in the transaction that made sure of its thread and its address. */
    record New(
            UUID id,
            Draft draft,
            Status status,
            @Nullable String heldReason,
            String html,
            String receiptKey,
            byte[] receiptHash) {}

    /** Inserts; answers false where the thread is closed. */
    Future<Boolean> insert(SqlClient client, New comment) {
        var draft = comment.draft();
        return client.preparedQuery("""
                        INSERT INTO comments (site_id, id, thread_id, status, held_reason, text, html, lang, name,
                                              last_name, first_name, address_id, receipt_key, receipt_hash, published_at)
                        SELECT $1, $2, t.id, $4, $5, $6, $7, $8, $9, $10, $11,
                               (SELECT a.id FROM addresses a WHERE a.site_id = $1 AND lower(a.email) = lower($12)),
                               $13, $14, CASE WHEN $4 = 'published' THEN now() END
                        FROM threads t
                        WHERE t.site_id = $1 AND t.page_key = $3 AND t.open
                        """)
                .execute(Tuple.from(java.util.Arrays.asList(
                        draft.site().id(),
                        comment.id(),
                        draft.page().key(),
                        comment.status().wire(),
                        comment.heldReason(),
                        draft.text(),
                        comment.html(),
                        draft.lang(),
                        draft.publicName(),
                        draft.lastName(),
                        draft.firstName(),
                        draft.email(),
                        comment.receiptKey(),
                        Buffer.buffer(comment.receiptHash()))))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Optional<Comment>> find(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("SELECT " + COLUMNS + """
                        FROM comments c JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
                        WHERE c.site_id = $1 AND c.id = $2
                        """)
                .execute(Tuple.of(siteId, id))
                .map(rows -> Rows.first(rows, CommentStore::comment));
    }

    Future<Optional<Comment>> lock(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("SELECT " + COLUMNS + """
                        FROM comments c JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
                        WHERE c.site_id = $1 AND c.id = $2
                        FOR UPDATE OF c
                        """)
                .execute(Tuple.of(siteId, id))
                .map(rows -> Rows.first(rows, CommentStore::comment));
    }

    /** The comments that these receipts of one site open. */
    Future<List<Received>> byReceipts(SqlClient client, int siteId, List<Code> receipts) {
        var hashes = receipts.stream().map(code -> Buffer.buffer(code.hash())).toArray(Buffer[]::new);
        return client.preparedQuery("SELECT " + COLUMNS + """
                        FROM comments c JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
                        WHERE c.site_id = $1 AND c.receipt_hash = ANY($2)
                        ORDER BY c.id DESC
                        """)
                .execute(Tuple.of(siteId, (Object) hashes))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Received(
                                comment(row), row.getBuffer("receipt_hash").getBytes())));
    }

    /** Moves a comment; the first publication dates it. */
    Future<Void> move(SqlClient client, Comment comment, Status to) {
        return client.preparedQuery("""
                        UPDATE comments
                        SET status = $3, status_at = now(),
                            published_at = CASE WHEN $3 = 'published' THEN coalesce(published_at, now())
                                                ELSE published_at END
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id(), to.wire()))
                .mapEmpty();
    }

    /** How many wait at a site, counted no further than the most that matters. */
    Future<Integer> waiting(SqlClient client, int siteId, int most) {
        return client.preparedQuery("""
                        SELECT count(*) AS waiting FROM (
                            SELECT FROM comments WHERE site_id = $1 AND status = 'pending' LIMIT $2
                        ) AS counted
                        """)
                .execute(Tuple.of(siteId, most))
                .map(rows -> rows.iterator().next().getInteger("waiting"));
    }

    /** A comment and the hash of the receipt that opened it. */
    record Received(Comment comment, byte[] receiptHash) {}

    static Comment comment(Row row) {
        return new Comment(
                row.getInteger("site_id"),
                row.getUUID("id"),
                new CommentedPage(
                        row.getUUID("thread_id"),
                        row.getString("page_key"),
                        row.getString("page_id"),
                        row.getString("url"),
                        row.getString("title")),
                Status.of(row.getString("status")),
                row.getString("held_reason"),
                row.getString("text"),
                row.getString("html"),
                row.getString("lang"),
                row.getString("name"),
                row.getString("last_name"),
                row.getString("first_name"),
                row.getUUID("address_id"),
                row.getString("receipt_key"),
                row.getInteger("receipt_generation"),
                Rows.instant(row, "created_at"),
                Rows.instantOrNull(row, "published_at"),
                Rows.instantOrNull(row, "edited_at"));
    }
}

package dev.palabre.comment.model;

import dev.palabre.address.EmailAddress;
import dev.palabre.crypto.AccessCode;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.db.Rows;
import dev.palabre.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code comments}. */
public final class CommentStore {
    private static final String NOT_NULL_VIOLATION = "23502";

    static final String COLUMNS = """
            c.site_id, c.id, c.status, c.held_reason, c.text, c.html, c.lang, c.name, c.last_name, c.first_name,
            c.address_id, c.receipt_key, c.receipt_generation, c.created_at, c.published_at, c.edited_at, c.receipt_hash,
            c.muted, c.unverified, c.notice_version,
            t.id AS thread_id, t.page_key, t.page_id, t.url, t.title,
            coalesce(t.fixed_url, c.page_url) AS sent_url, coalesce(t.fixed_title, c.page_title) AS sent_title
            """;

    /**
     * Which mails with a link are sent for a new comment, within their limits.
     *
     * @param verification asks the author to confirm the comment
     * @param follow asks the author to confirm a subscription to the page
     */
    public record Mails(boolean verification, boolean follow) {
        public static final Mails NONE = new Mails(false, false);
    }

    /** A comment to be inserted, in the transaction that inserted its thread and its address. */
    public record NewRow(
            UUID id,
            NewComment comment,
            IdempotencyStore.@Nullable Key key,
            CommentStatus status,
            boolean unverified,
            @Nullable String heldReason,
            String html,
            String receiptKey,
            byte[] receiptHash,
            Mails mails) {
        /** The same with the mails to send. */
        public NewRow with(Mails mails) {
            return new NewRow(id, comment, key, status, unverified, heldReason, html, receiptKey, receiptHash, mails);
        }

        public int siteId() {
            return comment.site().id();
        }

        public String pageKey() {
            return comment.page().key();
        }

        @Nullable
        String keyText() {
            return key == null ? null : key.key();
        }

        /** The form by which the row of the address is found; null where none was given. */
        @Nullable
        String canonicalEmail() {
            var email = comment.email();
            return email == null ? null : EmailAddress.canonical(email);
        }

        public Claim claim() {
            return new Claim(siteId(), key, id, status.wire());
        }
    }

    /**
     * Inserts those that were granted, and answers which. One whose thread is closed fails on its missing thread, so that
     * nothing of its transaction stays; see {@link #isClosed}.
     */
    public Future<Set<UUID>> insert(SqlClient client, List<NewRow> comments) {
        return client.preparedQuery("""
                        INSERT INTO comments (site_id, id, thread_id, status, held_reason, text, html, lang, name,
                                              last_name, first_name, address_id, receipt_key, receipt_hash, published_at,
                                              unverified, notice_version, page_url, page_title)
                        SELECT n.site_id, n.act_id, t.id, n.status, n.held_reason, n.text, n.html, n.lang, n.name,
                               n.last_name, n.first_name,
                               (SELECT a.id FROM addresses a
                                WHERE a.site_id = n.site_id AND a.canonical = n.canonical),
                               n.receipt_key, n.receipt_hash, CASE WHEN n.status = 'published' THEN now() END,
                               n.unverified, n.notice_version, n.page_url, n.page_title
                        FROM unnest($1::int[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
                                    $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
                                    $14::text[], $15::bytea[], $16::boolean[], $17::text[], $18::text[], $19::text[])
                            AS n (site_id, key, act_id, page_key, status, held_reason, text, html, lang, name,
                                 last_name, first_name, canonical, receipt_key, receipt_hash, unverified,
                                 notice_version, page_url, page_title)
                        LEFT JOIN threads t ON t.site_id = n.site_id AND t.page_key = n.page_key AND t.open
                        """ + IdempotencyStore.GRANTED + "RETURNING id")
                .execute(columns(comments))
                .map(rows -> Set.copyOf(Rows.list(rows, row -> row.getUUID("id"))));
    }

    private static Tuple columns(List<NewRow> comments) {
        return Tuple.tuple(List.of(
                Rows.column(comments, NewRow::siteId, Integer[]::new),
                Rows.column(comments, NewRow::keyText, String[]::new),
                Rows.column(comments, NewRow::id, UUID[]::new),
                Rows.column(comments, NewRow::pageKey, String[]::new),
                Rows.column(comments, each -> each.status().wire(), String[]::new),
                Rows.column(comments, NewRow::heldReason, String[]::new),
                Rows.column(comments, each -> each.comment().text(), String[]::new),
                Rows.column(comments, NewRow::html, String[]::new),
                Rows.column(comments, each -> each.comment().lang(), String[]::new),
                Rows.column(comments, each -> each.comment().publicName(), String[]::new),
                Rows.column(comments, each -> each.comment().lastName(), String[]::new),
                Rows.column(comments, each -> each.comment().firstName(), String[]::new),
                Rows.column(comments, NewRow::canonicalEmail, String[]::new),
                Rows.column(comments, NewRow::receiptKey, String[]::new),
                Rows.column(comments, each -> Buffer.buffer(each.receiptHash()), Buffer[]::new),
                Rows.column(comments, NewRow::unverified, Boolean[]::new),
                Rows.column(comments, each -> each.comment().notice(), String[]::new),
                Rows.column(comments, each -> each.comment().page().url(), String[]::new),
                Rows.column(comments, each -> each.comment().title(), String[]::new)));
    }

    /** Whether {@link #insert} failed because a thread is closed. */
    public static boolean isClosed(Throwable failure) {
        return failure instanceof PgException pg
                && NOT_NULL_VIOLATION.equals(pg.getSqlState())
                && "thread_id".equals(pg.getColumn());
    }

    public Future<Optional<Comment>> find(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("SELECT " + COLUMNS + """
                        FROM comments c JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
                        WHERE c.site_id = $1 AND c.id = $2
                        """)
                .execute(Tuple.of(siteId, id))
                .map(rows -> Rows.first(rows, CommentStore::comment));
    }

    public Future<Optional<Comment>> lock(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("SELECT " + COLUMNS + """
                        FROM comments c JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
                        WHERE c.site_id = $1 AND c.id = $2
                        FOR UPDATE OF c
                        """)
                .execute(Tuple.of(siteId, id))
                .map(rows -> Rows.first(rows, CommentStore::comment));
    }

    /** The comments that these receipts of one site open. */
    public Future<List<Received>> byReceipts(SqlClient client, int siteId, List<AccessCode> receipts) {
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

    /** Changes the status of a comment and returns it as it is now; the first publication is dated. */
    public Future<Comment> move(SqlClient client, Comment comment, CommentStatus to) {
        return client.preparedQuery("""
                        UPDATE comments
                        SET status = $3, status_at = now(),
                            published_at = CASE WHEN $3 = 'published' THEN coalesce(published_at, now())
                                                ELSE published_at END
                        WHERE site_id = $1 AND id = $2
                        RETURNING published_at
                        """)
                .execute(Tuple.of(comment.siteId(), comment.id(), to.wire()))
                .map(rows -> Rows.first(rows, row -> comment.moved(to, Rows.instantOrNull(row, "published_at")))
                        .orElseThrow(Problem::notFound));
    }

    /** How many wait for a moderator at a site, counted no further than the most that matters. */
    public Future<Integer> waiting(SqlClient client, int siteId, int most) {
        return client.preparedQuery("""
                        SELECT count(*) AS waiting FROM (
                            SELECT FROM comments WHERE site_id = $1 AND status = 'pending' AND NOT unverified LIMIT $2
                        ) AS counted
                        """)
                .execute(Tuple.of(siteId, most))
                .map(rows -> rows.iterator().next().getInteger("waiting"));
    }

    /** How many wait for their author's click at a site, counted no further than the most that matters. */
    public Future<Integer> unconfirmed(SqlClient client, int siteId, int most) {
        return client.preparedQuery("""
                        SELECT count(*) AS waiting FROM (
                            SELECT FROM comments WHERE site_id = $1 AND status = 'pending' AND unverified LIMIT $2
                        ) AS counted
                        """)
                .execute(Tuple.of(siteId, most))
                .map(rows -> rows.iterator().next().getInteger("waiting"));
    }

    /** A comment and the hash of the receipt that opened it. */
    public record Received(Comment comment, byte[] receiptHash) {}

    static Comment comment(Row row) {
        return new Comment(
                row.getInteger("site_id"),
                row.getUUID("id"),
                new CommentedPage(
                        row.getUUID("thread_id"),
                        row.getString("page_key"),
                        row.getString("page_id"),
                        row.getString("url"),
                        row.getString("title"),
                        row.getString("sent_url"),
                        row.getString("sent_title")),
                CommentStatus.of(row.getString("status")),
                row.getString("held_reason"),
                new Comment.Content(row.getString("text"), row.getString("html"), row.getString("lang")),
                new Comment.Author(
                        row.getString("name"),
                        row.getString("last_name"),
                        row.getString("first_name"),
                        row.getUUID("address_id")),
                new Comment.Receipt(row.getString("receipt_key"), row.getInteger("receipt_generation")),
                new Comment.Dates(
                        Rows.instant(row, "created_at"),
                        Rows.instantOrNull(row, "published_at"),
                        Rows.instantOrNull(row, "edited_at")),
                row.getBoolean("muted"),
                row.getBoolean("unverified"),
                row.getString("notice_version"));
    }
}

package dev.palabre.comment.model;

import dev.palabre.comment.model.CommentStore.New;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code threads}, and the read path's one query over it and its published comments. */
public final class ThreadStore {
    private static final String PAGE = """
            SELECT t.id AS thread_id, t.page_id, t.url, t.title, t.open, t.published,
                   c.id, c.name, c.html, c.published_at, c.edited_at
            FROM threads t
            LEFT JOIN LATERAL (
                SELECT id, name, html, published_at, edited_at
                FROM comments
                WHERE site_id = $1 AND thread_id = t.id AND status = 'published'
                  AND (published_at, id) %s ($3, $4)
                ORDER BY published_at %s, id %s
                LIMIT $5
            ) AS c ON true
            WHERE t.site_id = $1 AND t.page_key = $2
            ORDER BY c.published_at %s, c.id %s
            """;
    static final Map<ThreadOrder, String> PAGES = Map.of(
            ThreadOrder.NEWEST, PAGE.formatted("<", "DESC", "DESC", "DESC", "DESC"),
            ThreadOrder.OLDEST, PAGE.formatted(">", "ASC", "ASC", "ASC", "ASC"));

    private static final Comparator<New> IN_ORDER =
            Comparator.comparingInt(New::siteId).thenComparing(New::pageKey);

    /** A thread with a page of what is published in it. */
    public record ThreadPage(
            @Nullable String pageId, String url, String title, boolean open, int published, List<Entry> entries) {}

    /** A published comment, with what its readers see and no more. */
    public record Entry(
            UUID id,
            String name,
            String html,
            Instant publishedAt,
            @Nullable Instant editedAt) {}

    /**
     * Makes sure that the pages of these comments have threads, where the comments were granted. A page that has one is
     * left as it is, and no row is locked.
     */
    public Future<Void> ensure(SqlClient client, List<New> comments) {
        var sorted = comments.stream().sorted(IN_ORDER).toList();
        return client.preparedQuery("""
                        INSERT INTO threads (site_id, id, page_key, page_id, url, title)
                        SELECT n.site_id, n.id, n.page_key, n.page_id, n.url, n.title
                        FROM unnest($1::int[], $2::text[], $3::uuid[],
                                    $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[])
                            AS n (site_id, key, act_id, id, page_key, page_id, url, title)
                        """ + IdempotencyStore.GRANTED + "ON CONFLICT (site_id, page_key) DO NOTHING")
                .execute(Tuple.tuple(List.of(
                        Rows.column(sorted, New::siteId, Integer[]::new),
                        Rows.column(sorted, New::keyText, String[]::new),
                        Rows.column(sorted, New::id, UUID[]::new),
                        Rows.column(sorted, each -> UuidV7.next(), UUID[]::new),
                        Rows.column(sorted, New::pageKey, String[]::new),
                        Rows.column(sorted, each -> each.draft().page().id(), String[]::new),
                        Rows.column(sorted, each -> each.draft().page().url(), String[]::new),
                        Rows.column(sorted, each -> each.draft().title(), String[]::new))))
                .mapEmpty();
    }

    /** Counts in comments that are published at once, where they were granted; always locks threads in one order. */
    public Future<Void> countIn(SqlClient client, List<New> comments) {
        return client.preparedQuery("""
                        WITH counted AS (
                            SELECT n.site_id, n.page_key, count(*)::int AS comments
                            FROM unnest($1::int[], $2::text[], $3::uuid[], $4::text[])
                                AS n (site_id, key, act_id, page_key)
                        """ + IdempotencyStore.GRANTED + """
                            GROUP BY n.site_id, n.page_key),
                        locked AS (
                            SELECT t.site_id, t.id, counted.comments
                            FROM threads t JOIN counted USING (site_id, page_key)
                            ORDER BY t.site_id, t.page_key
                            FOR NO KEY UPDATE OF t)
                        UPDATE threads t
                        SET published = t.published + locked.comments, version = t.version + 1
                        FROM locked
                        WHERE t.site_id = locked.site_id AND t.id = locked.id
                        """)
                .execute(Tuple.of(
                        Rows.column(comments, New::siteId, Integer[]::new),
                        Rows.column(comments, New::keyText, String[]::new),
                        Rows.column(comments, New::id, UUID[]::new),
                        Rows.column(comments, New::pageKey, String[]::new)))
                .mapEmpty();
    }

    /** Counts a comment in or out, which makes a new version of the thread. */
    public Future<Void> count(SqlClient client, int siteId, String pageKey, int change) {
        return client.preparedQuery("""
                        UPDATE threads
                        SET published = published + $3, version = version + 1
                        WHERE site_id = $1 AND page_key = $2
                        """)
                .execute(Tuple.of(siteId, pageKey, change))
                .mapEmpty();
    }

    /** A page of a thread: what follows the cursor, at most so many; empty where the page has no thread. */
    public Future<Optional<ThreadPage>> page(
            SqlClient client, int siteId, String pageKey, ThreadOrder sort, ThreadCursor after, int limit) {
        return client.preparedQuery(PAGES.get(sort))
                .execute(Tuple.of(siteId, pageKey, Rows.bind(after.at()), after.id(), limit))
                .map(ThreadStore::page);
    }

    /** How many comments are published under each of these pages; pages without a thread are left out. */
    public Future<Map<String, Integer>> counts(SqlClient client, int siteId, List<String> pageKeys) {
        return client.preparedQuery("""
                        SELECT page_key, published
                        FROM threads
                        WHERE site_id = $1 AND page_key = ANY($2)
                        """)
                .execute(Tuple.of(siteId, (Object) pageKeys.toArray(String[]::new)))
                .map(rows -> {
                    var counts = new java.util.HashMap<String, Integer>();
                    rows.forEach(row -> counts.put(row.getString("page_key"), row.getInteger("published")));
                    return counts;
                });
    }

    private static Optional<ThreadPage> page(RowSet<Row> rows) {
        var entries = new ArrayList<Entry>(rows.size());
        rows.forEach(row -> {
            var id = row.getUUID("id");
            if (id != null) {
                entries.add(new Entry(
                        id,
                        row.getString("name"),
                        row.getString("html"),
                        Rows.instant(row, "published_at"),
                        Rows.instantOrNull(row, "edited_at")));
            }
        });
        return Rows.first(
                rows,
                row -> new ThreadPage(
                        row.getString("page_id"),
                        row.getString("url"),
                        row.getString("title"),
                        row.getBoolean("open"),
                        row.getInteger("published"),
                        entries));
    }
}

package dev.palabre.comment;

import dev.palabre.kernel.sql.Rows;
import dev.palabre.site.PageAddress;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code threads}, and the read path's one query over it and its published comments. */
final class ThreadStore {
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
    private static final Map<Sort, String> PAGES = Map.of(
            Sort.NEWEST, PAGE.formatted("<", "DESC", "DESC", "DESC", "DESC"),
            Sort.OLDEST, PAGE.formatted(">", "ASC", "ASC", "ASC", "ASC"));

    /** A thread with a page of what is published in it. */
    record ThreadPage(
            @Nullable String pageId, String url, String title, boolean open, int published, List<Entry> entries) {}

    /** A published comment, with what its readers see and no more. */
    record Entry(
            UUID id,
            String name,
            String html,
            Instant publishedAt,
            @Nullable Instant editedAt) {}

    /** Makes sure that the page has a thread. Where it has, nothing is written and no row is locked. */
    Future<Void> ensure(SqlClient client, int siteId, UUID id, PageAddress page, String title) {
        return client.preparedQuery("""
                        INSERT INTO threads (site_id, id, page_key, page_id, url, title)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        ON CONFLICT (site_id, page_key) DO NOTHING
                        """)
                .execute(Tuple.of(siteId, id, page.key(), page.id(), page.url(), title))
                .mapEmpty();
    }

    /** Counts a comment in or out, which makes a new version of the thread. */
    Future<Void> count(SqlClient client, int siteId, String pageKey, int change) {
        return client.preparedQuery("""
                        UPDATE threads
                        SET published = published + $3, version = version + 1
                        WHERE site_id = $1 AND page_key = $2
                        """)
                .execute(Tuple.of(siteId, pageKey, change))
                .mapEmpty();
    }

    /** A page of a thread: what follows the cursor, at most so many; empty where the page has no thread. */
    Future<Optional<ThreadPage>> page(
            SqlClient client, int siteId, String pageKey, Sort sort, Cursor after, int limit) {
        return client.preparedQuery(PAGES.get(sort))
                .execute(Tuple.of(siteId, pageKey, Rows.bind(after.at()), after.id(), limit))
                .map(ThreadStore::page);
    }

    /** How many comments are published under each of these pages; pages without a thread are left out. */
    Future<Map<String, Integer>> counts(SqlClient client, int siteId, List<String> pageKeys) {
        return client.preparedQuery("""
                        SELECT page_key, published
                        FROM threads
                        WHERE site_id = $1 AND page_key = ANY($2)
                        """)
                .execute(Tuple.of(siteId, pageKeys.toArray(String[]::new)))
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

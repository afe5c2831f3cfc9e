package dev.palabre.comment.model;

import dev.palabre.comment.model.CommentStore.NewRow;
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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code threads}, and the read path's one query over it and its published comments. */
public final class ThreadStore {
    private static final String PAGE = """
            SELECT t.id AS thread_id, t.page_id, t.url, t.title, t.open, t.published,
                   EXISTS (
                       SELECT FROM comments
                       WHERE site_id = $1 AND thread_id = t.id AND status = 'published'
                         AND published_at = $3 AND id = $4
                   ) AS known,
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

    /** Shows what was sent with the first published comment, unless a moderator wrote something else. */
    private static final String RETITLE = """
            (url, title) = (
                SELECT coalesce(t.fixed_url, CASE WHEN c.id IS NULL THEN coalesce(t.default_url, t.url)
                                                  ELSE coalesce(c.page_url, t.url) END),
                       coalesce(t.fixed_title, CASE WHEN c.id IS NULL THEN coalesce(t.default_url, t.title)
                                                    ELSE coalesce(c.page_title, t.title) END)
                FROM (SELECT) AS one
                LEFT JOIN LATERAL (
                    SELECT id, page_url, page_title
                    FROM comments
                    WHERE site_id = t.site_id AND thread_id = t.id AND status = 'published'
                    ORDER BY published_at, id
                    LIMIT 1
                ) AS c ON true)
            """;

    private static final Comparator<NewRow> IN_ORDER =
            Comparator.comparingInt(NewRow::siteId).thenComparing(NewRow::pageKey);

    /** A thread with a page of what is published in it, and whether a published comment has the page's cursor. */
    public record ThreadPage(
            @Nullable String pageId,
            String url,
            String title,
            boolean open,
            int published,
            boolean known,
            List<Entry> entries) {}

    /** The page of a thread of a site. */
    public record SitePage(int siteId, CommentedPage page) {}

    /** A published comment, with what its readers see and no more. */
    public record Entry(
            UUID id,
            String name,
            String html,
            Instant publishedAt,
            @Nullable Instant editedAt) {}

    /**
     * Inserts the missing threads of the pages of these comments, where the comments' keys were claimed. Existing threads are
     * neither changed nor locked.
     */
    public Future<Void> ensure(SqlClient client, List<NewRow> comments) {
        var sorted = comments.stream().sorted(IN_ORDER).toList();
        return client.preparedQuery("""
                        INSERT INTO threads (site_id, id, page_key, page_id, url, title, default_url)
                        SELECT n.site_id, n.id, n.page_key, n.page_id, n.url, n.url, n.url
                        FROM unnest($1::int[], $2::text[], $3::uuid[],
                                    $4::uuid[], $5::text[], $6::text[], $7::text[])
                            AS n (site_id, key, act_id, id, page_key, page_id, url)
                        """ + IdempotencyStore.GRANTED + "ON CONFLICT (site_id, page_key) DO NOTHING")
                .execute(Tuple.tuple(List.of(
                        Rows.column(sorted, NewRow::siteId, Integer[]::new),
                        Rows.column(sorted, NewRow::keyText, String[]::new),
                        Rows.column(sorted, NewRow::id, UUID[]::new),
                        Rows.column(sorted, each -> UuidV7.next(), UUID[]::new),
                        Rows.column(sorted, NewRow::pageKey, String[]::new),
                        Rows.column(sorted, each -> each.comment().page().id(), String[]::new),
                        Rows.column(sorted, ThreadStore::defaultUrl, String[]::new))))
                .mapEmpty();
    }

    /** The address that follows from what the thread is found by; beside an id, a sent address is a mere claim. */
    private static String defaultUrl(NewRow comment) {
        var page = comment.comment().page();
        return page.id() == null
                ? page.url()
                : comment.comment().site().origins().get(0) + "/";
    }

    /** Those of these comments whose thread is closed. */
    public Future<Set<UUID>> closed(SqlClient client, List<NewRow> comments) {
        return client.preparedQuery("""
                        SELECT n.act_id
                        FROM unnest($1::int[], $2::uuid[], $3::text[]) AS n (site_id, act_id, page_key)
                        JOIN threads t ON t.site_id = n.site_id AND t.page_key = n.page_key
                        WHERE NOT t.open
                        """)
                .execute(Tuple.of(
                        Rows.column(comments, NewRow::siteId, Integer[]::new),
                        Rows.column(comments, NewRow::id, UUID[]::new),
                        Rows.column(comments, NewRow::pageKey, String[]::new)))
                .map(rows -> Set.copyOf(Rows.list(rows, row -> row.getUUID("act_id"))));
    }

    /** Counts in comments that are published at once, where they were granted; always locks threads in one order. */
    public Future<Void> countIn(SqlClient client, List<NewRow> comments) {
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
                        SET published = t.published + locked.comments, version = t.version + 1,
                        """ + RETITLE + """
                        FROM locked
                        WHERE t.site_id = locked.site_id AND t.id = locked.id
                        """)
                .execute(Tuple.of(
                        Rows.column(comments, NewRow::siteId, Integer[]::new),
                        Rows.column(comments, NewRow::keyText, String[]::new),
                        Rows.column(comments, NewRow::id, UUID[]::new),
                        Rows.column(comments, NewRow::pageKey, String[]::new)))
                .mapEmpty();
    }

    /** Counts a comment in or out, which makes a new version of the thread; returns the page as it is titled now. */
    public Future<CommentedPage> count(SqlClient client, int siteId, CommentedPage page, int change) {
        return client.preparedQuery("""
                        UPDATE threads t
                        SET published = t.published + $3, version = t.version + 1,
                        """ + RETITLE + """
                        WHERE t.site_id = $1 AND t.page_key = $2
                        RETURNING t.url, t.title
                        """)
                .execute(Tuple.of(siteId, page.key(), change))
                .map(rows -> Rows.first(rows, row -> page.shownAs(row.getString("url"), row.getString("title")))
                        .orElse(page));
    }

    /** Clears key, address and title of a page once all of its comments are erased and it has no subscription. */
    public Future<Void> forgetEmpty(SqlClient client, int siteId, UUID threadId) {
        return client.preparedQuery("""
                        UPDATE threads t
                        SET page_key = 'erased:' || t.id, page_id = NULL, fixed_url = NULL, fixed_title = NULL,
                            default_url = o.origin, url = o.origin, title = o.origin
                        FROM (SELECT substring(coalesce(default_url, url) FROM '^https?://[^/?#]+') AS origin
                              FROM threads WHERE site_id = $1 AND id = $2) AS o
                        WHERE t.site_id = $1 AND t.id = $2
                            AND NOT EXISTS (
                                SELECT FROM comments
                                WHERE site_id = $1 AND thread_id = $2 AND status <> 'erased')
                            AND NOT EXISTS (SELECT FROM follows WHERE site_id = $1 AND thread_id = $2)
                        """).execute(Tuple.of(siteId, threadId)).mapEmpty();
    }

    /** The page of a thread, with the number of its site; empty where none of these sites has such a thread. */
    public Future<Optional<SitePage>> find(SqlClient client, List<Integer> siteIds, UUID id) {
        return client.preparedQuery("""
                        SELECT site_id, id, page_key, page_id, url, title
                        FROM threads
                        WHERE site_id = ANY ($1) AND id = $2
                        """)
                .execute(Tuple.tuple().addValue(siteIds.toArray(Integer[]::new)).addValue(id))
                .map(rows -> Rows.first(rows, ThreadStore::sitePage));
    }

    /** The same of a page of a site. */
    public Future<Optional<SitePage>> find(SqlClient client, int siteId, String pageKey) {
        return client.preparedQuery("""
                        SELECT site_id, id, page_key, page_id, url, title
                        FROM threads
                        WHERE site_id = $1 AND page_key = $2
                        """)
                .execute(Tuple.of(siteId, pageKey))
                .map(rows -> Rows.first(rows, ThreadStore::sitePage));
    }

    private static SitePage sitePage(Row row) {
        return new SitePage(
                row.getInteger("site_id"),
                new CommentedPage(
                        row.getUUID("id"),
                        row.getString("page_key"),
                        row.getString("page_id"),
                        row.getString("url"),
                        row.getString("title"),
                        null,
                        null));
    }

    /** Stores a moderator's correction: null leaves it, an empty text removes it. */
    public Future<Void> fix(SqlClient client, int siteId, UUID id, @Nullable String url, @Nullable String title) {
        return client.preparedQuery("""
                        UPDATE threads
                        SET fixed_url = CASE WHEN $3::text IS NULL THEN fixed_url ELSE nullif($3, '') END,
                            fixed_title = CASE WHEN $4::text IS NULL THEN fixed_title ELSE nullif($4, '') END
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(siteId, id, url, title))
                .mapEmpty();
    }

    /** A page of a thread: at most {@code limit} comments after the cursor; empty where the page has no thread. */
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
                        row.getBoolean("known"),
                        entries));
    }
}

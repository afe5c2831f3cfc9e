package dev.palabre.subscription;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code follows}, as far as daily digests go. */
final class DigestStore {
    /** Number of the advisory lock, used for nothing else. */
    private static final int LOCK = 0x0D16E57;

    /**
     * A daily subscription that is due.
     *
     * @param news whether its page has new comments and its subscriber is mailed
     */
    record Due(UUID id, UUID addressId, String lang, boolean news) {}

    /**
     * A new comment of a digest.
     *
     * @param nth of its page, from 1 on
     * @param many new ones on its page
     */
    record Line(
            UUID subscriptionId,
            String pageUrl,
            String pageTitle,
            UUID commentId,
            String name,
            String text,
            int nth,
            int many) {}

    /** Other nodes wait with the digests of a site until this transaction ends. */
    Future<Void> lock(SqlClient client, int siteId) {
        return client.preparedQuery("SELECT pg_advisory_xact_lock($1, $2)")
                .execute(Tuple.of(LOCK, siteId))
                .mapEmpty();
    }

    /**
     * Daily subscriptions of some subscribers that have no digest of this day yet, locked until the caller's transaction ends.
     * A subscriber whose last digest still waits is left out, and hears of the rest with the next.
     */
    Future<List<Due>> due(SqlClient client, String kind, int siteId, LocalDate day, Instant until, int subscribers) {
        return client.preparedQuery("""
                        WITH subscribers AS (
                            SELECT DISTINCT f.address_id
                            FROM follows f
                            WHERE f.site_id = $1 AND f.rhythm = 'daily' AND f.told_on < $2
                                AND NOT EXISTS (
                                    SELECT FROM outbox o
                                    WHERE o.site_id = $1 AND o.address_id = f.address_id
                                        AND o.kind = $4 AND o.state = 'waiting')
                            ORDER BY f.address_id
                            LIMIT $5)
                        SELECT f.id, f.address_id, f.lang,
                            a.muted_at IS NULL AND a.bounces = 0 AND EXISTS (
                                SELECT FROM comments c
                                WHERE c.site_id = $1 AND c.thread_id = f.thread_id AND c.status = 'published'
                                    AND c.published_at > f.told_until AND c.published_at <= $3
                                    AND c.address_id IS DISTINCT FROM f.address_id) AS news
                        FROM follows f
                        JOIN addresses a ON a.site_id = f.site_id AND a.id = f.address_id
                        WHERE f.site_id = $1 AND f.rhythm = 'daily' AND f.told_on < $2
                            AND f.address_id IN (SELECT address_id FROM subscribers)
                        ORDER BY f.id
                        FOR UPDATE OF f FOR KEY SHARE OF a
                        """)
                .execute(Tuple.of(siteId, day, Rows.bind(until), kind, subscribers))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Due(
                                row.getUUID("id"),
                                row.getUUID("address_id"),
                                row.getString("lang"),
                                row.getBoolean("news"))));
    }

    /** Moves the span of these subscriptions on; {@code digestIds} holds the digest of each, null where it has none. */
    Future<Void> advance(
            SqlClient client, int siteId, LocalDate day, Instant until, List<Due> due, @Nullable UUID[] digestIds) {
        return client.preparedQuery("""
                        UPDATE follows f
                        SET told_on = $2, told_from = f.told_until, told_until = greatest(f.told_until, $3),
                            digest_id = n.digest_id
                        FROM unnest($4::uuid[], $5::uuid[]) AS n (id, digest_id)
                        WHERE f.site_id = $1 AND f.id = n.id
                        """)
                .execute(Tuple.of(siteId, day, Rows.bind(until), Rows.column(due, Due::id, UUID[]::new), digestIds))
                .mapEmpty();
    }

    /** The first new comments of each page of a digest, the oldest first, as they are now. */
    Future<List<Line>> lines(SqlClient client, int siteId, UUID addressId, UUID digestId, int each) {
        return client.preparedQuery("""
                        SELECT follow_id, url, title, comment_id, name, text, nth, many
                        FROM (
                            SELECT f.id AS follow_id, t.url, t.title, c.id AS comment_id, c.name,
                                left(c.text, 400) AS text,
                                (row_number() OVER page)::int AS nth, (count(*) OVER (PARTITION BY f.id))::int AS many
                            FROM follows f
                            JOIN threads t ON t.site_id = f.site_id AND t.id = f.thread_id
                            JOIN comments c ON c.site_id = f.site_id AND c.thread_id = f.thread_id
                            WHERE f.site_id = $1 AND f.address_id = $2 AND f.digest_id = $3 AND f.rhythm = 'daily'
                                AND c.status = 'published' AND c.published_at > f.told_from
                                AND c.published_at <= f.told_until
                                AND c.address_id IS DISTINCT FROM f.address_id
                            WINDOW page AS (PARTITION BY f.id ORDER BY c.published_at, c.id)
                        ) AS found
                        WHERE nth <= $4
                        ORDER BY title, follow_id, nth
                        LIMIT 500
                        """)
                .execute(Tuple.of(siteId, addressId, digestId, each))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Line(
                                row.getUUID("follow_id"),
                                row.getString("url"),
                                row.getString("title"),
                                row.getUUID("comment_id"),
                                row.getString("name"),
                                row.getString("text"),
                                row.getInteger("nth"),
                                row.getInteger("many"))));
    }
}

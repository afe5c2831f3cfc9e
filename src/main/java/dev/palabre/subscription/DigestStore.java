package dev.palabre.subscription;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** The table {@code follows}, as far as days are told together. */
final class DigestStore {
    /** Any number that nobody else takes for locks of a site. */
    private static final int LOCK = 0x0D16E57;

    /** What one look came to: pages that were looked at, and letters that were written about them. */
    record Look(int pages, int letters) {}

    /**
     * A new comment of a digest.
     *
     * @param nth of its page, from 1 on
     * @param many new ones on its page
     */
    record Line(
            UUID followId,
            String pageUrl,
            String pageTitle,
            UUID commentId,
            String name,
            String text,
            int nth,
            int many) {}

    /** Whoever else looks at a site's digests waits until this transaction ends. */
    Future<Void> lock(SqlClient client, int siteId) {
        return client.preparedQuery("SELECT pg_advisory_xact_lock($1, $2)")
                .execute(Tuple.of(LOCK, siteId))
                .mapEmpty();
    }

    /**
     * Looks for some readers at the pages that they have told daily and that were not looked at on this day: moves their
     * span on, and writes one letter to each reader for whose pages it holds something new. A reader whose last letter
     * still waits keeps it, and hears of the rest with the next.
     */
    Future<Look> look(
            SqlClient client, String kind, String mailHost, int siteId, LocalDate day, Instant until, int readers) {
        return client.preparedQuery("""
                        WITH readers AS (
                            SELECT DISTINCT f.address_id
                            FROM follows f
                            WHERE f.site_id = $1 AND f.rhythm = 'daily' AND f.told_on < $2
                                AND NOT EXISTS (
                                    SELECT FROM outbox o
                                    WHERE o.site_id = $1 AND o.address_id = f.address_id
                                        AND o.kind = $4 AND o.state = 'waiting')
                            ORDER BY f.address_id
                            LIMIT $6),
                        due AS MATERIALIZED (
                            SELECT f.id, f.address_id, f.lang,
                                a.muted_at IS NULL AND a.bounces = 0 AND EXISTS (
                                    SELECT FROM comments c
                                    WHERE c.site_id = $1 AND c.thread_id = f.thread_id AND c.status = 'published'
                                        AND c.published_at > f.told_until AND c.published_at <= $3
                                        AND c.address_id IS DISTINCT FROM f.address_id) AS news
                            FROM follows f
                            JOIN addresses a ON a.site_id = f.site_id AND a.id = f.address_id
                            WHERE f.site_id = $1 AND f.rhythm = 'daily' AND f.told_on < $2
                                AND f.address_id IN (SELECT address_id FROM readers)
                            ORDER BY f.id
                            FOR UPDATE OF f FOR KEY SHARE OF a),
                        letters AS MATERIALIZED (
                            SELECT address_id, min(lang) AS lang,
                        """ + SubscriptionStore.NEXT_ID + """
                                AS id,
                        """ + SubscriptionStore.NEXT_ID + """
                                AS subject_id
                            FROM due
                            WHERE news
                            GROUP BY address_id),
                        told AS (
                            UPDATE follows f
                            SET told_on = $2, told_from = f.told_until, told_until = greatest(f.told_until, $3),
                                digest_id = letters.subject_id
                            FROM due
                            LEFT JOIN letters ON letters.address_id = due.address_id
                            WHERE f.site_id = $1 AND f.id = due.id
                            RETURNING f.id),
                        written AS (
                            INSERT INTO outbox (site_id, id, message_id, kind, subject_id, address_id, lang)
                            SELECT $1, id, '<' || id || '@' || $5 || '>', $4, subject_id, address_id, lang
                            FROM letters
                            RETURNING id)
                        SELECT (SELECT count(*) FROM told)::int AS pages, (SELECT count(*) FROM written)::int AS letters
                        """)
                .execute(Tuple.of(siteId, day, Rows.bind(until), kind, mailHost, readers))
                .map(rows -> rows.iterator().next())
                .map(row -> new Look(row.getInteger("pages"), row.getInteger("letters")));
    }

    /** The first new comments of each page of a digest, the oldest first, as they are now. */
    Future<List<Line>> lines(SqlClient client, int siteId, UUID addressId, UUID digestId, int each) {
        return client.preparedQuery("""
                        SELECT *
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

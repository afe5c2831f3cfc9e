package dev.palabre.subscription;

import dev.palabre.address.EmailAddress;
import dev.palabre.comment.write.NewCommentListener.SubscriptionRequest;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table {@code follows}, with the letters that are written for all of its rows at once. */
final class SubscriptionStore {
    /** An id as {@link UuidV7} makes them, which begins with its time: version 7 of what is random of version 4. */
    static final String NEXT_ID = """
            encode(set_bit(set_bit(overlay(
                uuid_send(gen_random_uuid())
                PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
            """;

    private static final String SELECT = """
            SELECT f.site_id, f.id, f.thread_id, f.address_id, f.lang, f.wording, f.asked_at, f.confirmed_at, f.rhythm,
                t.url, t.title
            FROM follows f
            JOIN threads t ON t.site_id = f.site_id AND t.id = f.thread_id
            """;

    /** Notes who asks and writes them a letter each; whoever confirmed before stays as they are. */
    Future<Integer> ask(
            SqlClient client,
            String kind,
            String mailHost,
            List<SubscriptionRequest> asked,
            Function<String, String> wording) {
        return client.preparedQuery("""
                        WITH asked AS (
                            INSERT INTO follows (site_id, id, thread_id, address_id, lang, wording)
                            SELECT DISTINCT ON (n.site_id, t.id, a.id) n.site_id, n.id, t.id, a.id, n.lang, n.wording
                            FROM unnest($1::int[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
                                        $7::text[], $8::text[])
                                AS n (site_id, key, act_id, id, page_key, canonical, lang, wording)
                            JOIN threads t ON t.site_id = n.site_id AND t.page_key = n.page_key
                            JOIN addresses a ON a.site_id = n.site_id AND a.canonical = n.canonical
                        """ + IdempotencyStore.GRANTED + """
                            ORDER BY n.site_id, t.id, a.id
                            ON CONFLICT (site_id, thread_id, address_id) DO UPDATE
                                SET asked_at = now(), lang = EXCLUDED.lang, wording = EXCLUDED.wording
                                WHERE follows.confirmed_at IS NULL
                            RETURNING site_id, id, address_id, lang),
                        letters AS MATERIALIZED (
                            SELECT site_id, id AS subject_id, address_id, lang,
                        """ + NEXT_ID + """
                                AS id
                            FROM asked)
                        INSERT INTO outbox (site_id, id, message_id, kind, subject_id, address_id, lang)
                        SELECT site_id, id, '<' || id || '@' || $9 || '>', $10, subject_id, address_id, lang
                        FROM letters
                        """)
                .execute(Tuple.tuple(List.of(
                        Rows.column(asked, each -> each.cause().siteId(), Integer[]::new),
                        Rows.column(asked, each -> each.cause().keyText(), String[]::new),
                        Rows.column(asked, each -> each.cause().actId(), UUID[]::new),
                        Rows.column(asked, each -> UuidV7.next(), UUID[]::new),
                        Rows.column(asked, SubscriptionRequest::pageKey, String[]::new),
                        Rows.column(asked, each -> EmailAddress.canonical(each.email()), String[]::new),
                        Rows.column(asked, SubscriptionRequest::lang, String[]::new),
                        Rows.column(asked, each -> wording.apply(each.lang()), String[]::new),
                        mailHost,
                        kind)))
                .map(rows -> rows.rowCount());
    }

    /** Writes a letter about each of these comments to everybody who is told of each, but to its author. */
    Future<Integer> tell(SqlClient client, String mailHost, int siteId, List<UUID> commentIds) {
        return client.preparedQuery("""
                        WITH letters AS MATERIALIZED (
                            SELECT c.site_id, c.id AS subject_id, f.address_id, f.lang,
                        """ + NEXT_ID + """
                                AS id
                            FROM comments c
                            JOIN follows f ON f.site_id = c.site_id AND f.thread_id = c.thread_id AND f.rhythm = 'each'
                            JOIN addresses a ON a.site_id = f.site_id AND a.id = f.address_id
                            WHERE c.site_id = $1 AND c.id = ANY ($2) AND c.status = 'published'
                                AND f.address_id IS DISTINCT FROM c.address_id
                                AND a.muted_at IS NULL AND a.bounces = 0
                            ORDER BY c.id, f.address_id
                            FOR KEY SHARE OF a)
                        INSERT INTO outbox (site_id, id, message_id, kind, subject_id, address_id, lang)
                        SELECT site_id, id, '<' || id || '@' || $3 || '>', 'follow-new', subject_id, address_id, lang
                        FROM letters
                        ON CONFLICT (site_id, subject_id, address_id) WHERE kind = 'follow-new' DO NOTHING
                        """)
                .execute(Tuple.of(siteId, commentIds.toArray(UUID[]::new), mailHost))
                .map(rows -> rows.rowCount());
    }

    Future<Optional<Subscription>> find(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery(SELECT + "WHERE f.site_id = $1 AND f.id = $2")
                .execute(Tuple.of(siteId, id))
                .map(rows -> Rows.first(rows, SubscriptionStore::follow));
    }

    /** What an address follows of a page. */
    Future<Optional<Subscription>> of(SqlClient client, int siteId, UUID threadId, UUID addressId) {
        return client.preparedQuery(SELECT + "WHERE f.site_id = $1 AND f.thread_id = $2 AND f.address_id = $3")
                .execute(Tuple.of(siteId, threadId, addressId))
                .map(rows -> Rows.first(rows, SubscriptionStore::follow));
    }

    /** Everything that an address follows or was asked about, the newest first. */
    Future<List<Subscription>> byAddress(SqlClient client, int siteId, UUID addressId) {
        return client.preparedQuery(SELECT + """
                        WHERE f.site_id = $1 AND f.address_id = $2
                        ORDER BY f.id DESC
                        LIMIT 1000
                        """)
                .execute(Tuple.of(siteId, addressId))
                .map(rows -> Rows.list(rows, SubscriptionStore::follow));
    }

    /** Confirms, or gives another rhythm; what is daily is told from now on, and first on the day after this one. */
    Future<Void> confirm(SqlClient client, int siteId, UUID id, Frequency rhythm, LocalDate today) {
        return client.preparedQuery("""
                        UPDATE follows
                        SET confirmed_at = coalesce(confirmed_at, now()), rhythm = $3, told_on = $4, told_from = now(),
                            told_until = now(), digest_id = NULL
                        WHERE site_id = $1 AND id = $2 AND rhythm IS DISTINCT FROM $3
                        """)
                .execute(Tuple.of(siteId, id, rhythm.wire(), today))
                .mapEmpty();
    }

    Future<Void> end(SqlClient client, int siteId, UUID id, UUID addressId) {
        return client.preparedQuery("""
                        DELETE FROM follows
                        WHERE site_id = $1 AND id = $2 AND address_id = $3
                        """)
                .execute(Tuple.of(siteId, id, addressId))
                .mapEmpty();
    }

    /** Ends all that an address follows on a site, or of it what has this rhythm. */
    Future<Void> endAll(SqlClient client, int siteId, UUID addressId, @Nullable Frequency rhythm) {
        return client.preparedQuery("""
                        DELETE FROM follows
                        WHERE site_id = $1 AND address_id = $2 AND ($3::text IS NULL OR rhythm = $3)
                        """)
                .execute(Tuple.of(siteId, addressId, rhythm == null ? null : rhythm.wire()))
                .mapEmpty();
    }

    /** Deletes what was asked for on a site and not confirmed within a week, the oldest first; answers whose it was. */
    Future<List<UUID>> purge(SqlClient client, int siteId, int limit) {
        return client.preparedQuery("""
                        DELETE FROM follows
                        WHERE site_id = $1 AND id IN (
                            SELECT id
                            FROM follows
                            WHERE site_id = $1 AND confirmed_at IS NULL AND asked_at < now() - interval '7 days'
                            ORDER BY asked_at
                            LIMIT $2
                            FOR UPDATE SKIP LOCKED)
                            AND confirmed_at IS NULL
                        RETURNING address_id
                        """)
                .execute(Tuple.of(siteId, limit))
                .map(rows -> Rows.list(rows, row -> row.getUUID("address_id")));
    }

    private static Subscription follow(Row row) {
        return new Subscription(
                row.getInteger("site_id"),
                row.getUUID("id"),
                row.getUUID("thread_id"),
                row.getUUID("address_id"),
                row.getString("lang"),
                row.getString("wording"),
                Rows.instant(row, "asked_at"),
                Rows.instantOrNull(row, "confirmed_at"),
                Frequency.of(row.getString("rhythm")).orElse(null),
                row.getString("url"),
                row.getString("title"));
    }
}

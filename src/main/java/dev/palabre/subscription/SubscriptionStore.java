package dev.palabre.subscription;

import dev.palabre.address.EmailAddress;
import dev.palabre.comment.write.NewCommentListener.SubscriptionRequest;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.db.Rows;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.subscription.FanOutStore.FanOut;
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

/** The table {@code follows}: subscriptions to new comments of a page, confirmed or not. */
final class SubscriptionStore {
    /**
     * Somebody to be mailed about each comment.
     *
     * @param addressId the row of their address
     * @param lang language of their mails
     * @param reachable whether they are mailed: not the author, mails not stopped, and none came back
     */
    record Subscriber(UUID addressId, String lang, boolean reachable) {}

    private static final String SELECT = """
            SELECT f.site_id, f.id, f.thread_id, f.address_id, f.lang, f.wording, f.asked_at, f.confirmed_at, f.rhythm,
                t.url, t.title
            FROM follows f
            JOIN threads t ON t.site_id = f.site_id AND t.id = f.thread_id
            """;

    /**
     * Inserts unconfirmed subscriptions and queues a mail with a confirmation link for each, in one statement; subscriptions
     * that are confirmed already stay as they are.
     */
    Future<Integer> ask(
            SqlClient client, Outbox outbox, List<SubscriptionRequest> asked, Function<String, String> wording) {
        return outbox.toSelected(
                client,
                Subscriptions.ASK,
                """
                        chosen AS (
                            SELECT DISTINCT ON (n.site_id, t.id, a.id) n.site_id, n.id, n.mail_id, t.id AS thread_id,
                                a.id AS address_id, n.lang, n.wording
                            FROM unnest($3::int[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[],
                                        $10::text[], $11::text[])
                                AS n (site_id, key, act_id, id, mail_id, page_key, canonical, lang, wording)
                            JOIN threads t ON t.site_id = n.site_id AND t.page_key = n.page_key
                            JOIN addresses a ON a.site_id = n.site_id AND a.canonical = n.canonical
                        """ + IdempotencyStore.GRANTED + """
                            ORDER BY n.site_id, t.id, a.id),
                        asked AS (
                            INSERT INTO follows (site_id, id, thread_id, address_id, lang, wording)
                            SELECT site_id, id, thread_id, address_id, lang, wording
                            FROM chosen
                            ON CONFLICT (site_id, thread_id, address_id) DO UPDATE
                                SET asked_at = now(), lang = EXCLUDED.lang, wording = EXCLUDED.wording
                                WHERE follows.confirmed_at IS NULL
                            RETURNING site_id, id, thread_id, address_id, lang),
                        messages AS (
                            SELECT a.site_id, c.mail_id AS id, a.id AS subject_id, a.address_id, a.lang
                            FROM asked a
                            JOIN chosen c ON c.site_id = a.site_id AND c.thread_id = a.thread_id
                                AND c.address_id = a.address_id)
                        """,
                List.of(
                        Rows.column(asked, each -> each.cause().siteId(), Integer[]::new),
                        Rows.column(asked, each -> each.cause().keyText(), String[]::new),
                        Rows.column(asked, each -> each.cause().actId(), UUID[]::new),
                        Rows.column(asked, each -> UuidV7.next(), UUID[]::new),
                        Rows.column(asked, each -> UuidV7.next(), UUID[]::new),
                        Rows.column(asked, SubscriptionRequest::pageKey, String[]::new),
                        Rows.column(asked, each -> EmailAddress.canonical(each.email()), String[]::new),
                        Rows.column(asked, SubscriptionRequest::lang, String[]::new),
                        Rows.column(asked, each -> wording.apply(each.lang()), String[]::new)));
    }

    /**
     * The next subscribers who are mailed about each comment, in the order of their addresses and without the author of the
     * comment; none where it is not published any more. Their addresses are kept from being deleted until the caller's
     * transaction ends.
     */
    Future<List<Subscriber>> subscribers(SqlClient client, FanOut fanOut, int limit) {
        return client.preparedQuery("""
                        SELECT f.address_id, f.lang, a.muted_at IS NULL AND a.bounces = 0
                            AND f.address_id IS DISTINCT FROM c.address_id AS reachable
                        FROM follows f
                        JOIN addresses a ON a.site_id = f.site_id AND a.id = f.address_id
                        JOIN comments c ON c.site_id = $1 AND c.id = $2 AND c.status = 'published'
                        WHERE f.site_id = $1 AND f.thread_id = $3 AND f.rhythm = 'each' AND f.address_id > $4
                            AND f.confirmed_at <= $5
                        ORDER BY f.address_id
                        LIMIT $6
                        FOR KEY SHARE OF a
                        """)
                .execute(Tuple.of(
                        fanOut.siteId(),
                        fanOut.commentId(),
                        fanOut.threadId(),
                        fanOut.afterId(),
                        Rows.bind(fanOut.createdAt()),
                        limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Subscriber(
                                row.getUUID("address_id"), row.getString("lang"), row.getBoolean("reachable"))));
    }

    Future<Optional<Subscription>> find(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery(SELECT + "WHERE f.site_id = $1 AND f.id = $2")
                .execute(Tuple.of(siteId, id))
                .map(rows -> Rows.first(rows, SubscriptionStore::subscription));
    }

    /** The subscription of an address to a page. */
    Future<Optional<Subscription>> of(SqlClient client, int siteId, UUID threadId, UUID addressId) {
        return client.preparedQuery(SELECT + "WHERE f.site_id = $1 AND f.thread_id = $2 AND f.address_id = $3")
                .execute(Tuple.of(siteId, threadId, addressId))
                .map(rows -> Rows.first(rows, SubscriptionStore::subscription));
    }

    /** All subscriptions of an address, confirmed or not, the newest first. */
    Future<List<Subscription>> byAddress(SqlClient client, int siteId, UUID addressId) {
        return client.preparedQuery(SELECT + """
                        WHERE f.site_id = $1 AND f.address_id = $2
                        ORDER BY f.id DESC
                        LIMIT 1000
                        """)
                .execute(Tuple.of(siteId, addressId))
                .map(rows -> Rows.list(rows, SubscriptionStore::subscription));
    }

    /** Confirms, or changes the frequency; the first daily digest is that of the next day. */
    Future<Void> confirm(SqlClient client, int siteId, UUID id, Frequency frequency, LocalDate today) {
        return client.preparedQuery("""
                        UPDATE follows
                        SET confirmed_at = coalesce(confirmed_at, now()), rhythm = $3, told_on = $4, told_from = now(),
                            told_until = now(), digest_id = NULL
                        WHERE site_id = $1 AND id = $2 AND rhythm IS DISTINCT FROM $3
                        """)
                .execute(Tuple.of(siteId, id, frequency.wire(), today))
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

    /** Ends all subscriptions of an address on a site, or those of a frequency. */
    Future<Void> endAll(SqlClient client, int siteId, UUID addressId, @Nullable Frequency frequency) {
        return client.preparedQuery("""
                        DELETE FROM follows
                        WHERE site_id = $1 AND address_id = $2 AND ($3::text IS NULL OR rhythm = $3)
                        """)
                .execute(Tuple.of(siteId, addressId, frequency == null ? null : frequency.wire()))
                .mapEmpty();
    }

    /** Deletes subscriptions of a site that were not confirmed within a week, the oldest first; answers their addresses. */
    Future<List<UUID>> purge(SqlClient client, int siteId, int limit) {
        return client.preparedQuery("""
                        DELETE FROM follows
                        WHERE site_id = $1 AND id = ANY (ARRAY(
                            SELECT id
                            FROM follows
                            WHERE site_id = $1 AND confirmed_at IS NULL AND asked_at < now() - interval '7 days'
                            ORDER BY asked_at
                            LIMIT $2
                            FOR UPDATE SKIP LOCKED))
                            AND confirmed_at IS NULL
                        RETURNING address_id
                        """)
                .execute(Tuple.of(siteId, limit))
                .map(rows -> Rows.list(rows, row -> row.getUUID("address_id")));
    }

    private static Subscription subscription(Row row) {
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

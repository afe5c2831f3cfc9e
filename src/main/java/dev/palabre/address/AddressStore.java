package dev.palabre.address;

import dev.palabre.crypto.UuidV7;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.db.Rows;
import dev.palabre.privacy.retention.ErasureStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The table {@code addresses}: readers' e-mail addresses, one row each on a site, however they write its case. */
public final class AddressStore {
    /** What the log of erasures calls an address. */
    public static final String KIND = "address";

    /** Ids begin with their time, by which they are found quickly; clocks of nodes may differ. */
    private static final Duration SKEW = Duration.ofDays(1);

    /** The owner waits for an answer, or had one so lately that the mail may be on its way and they may read it here. */
    private static final String ASKING = """
            AND NOT EXISTS (
                SELECT FROM requests r
                WHERE r.site_id = a.site_id AND r.address_id = a.id
                    AND (r.answered_at IS NULL OR r.answered_at > now() - interval '7 days'))
            """;

    private static final String IDLE = """
            FROM addresses a
            WHERE a.site_id = $1 AND a.id < $2 AND a.created_at < $3
                AND coalesce(a.muted_at, a.created_at) < $3
                AND NOT EXISTS (
                    SELECT FROM comments c
                    WHERE c.site_id = a.site_id AND c.address_id = a.id
                        AND (c.created_at >= $3 OR c.edited_at >= $3
                            OR (c.status = 'withdrawn' AND c.status_at >= $3)))
                AND NOT EXISTS (
                    SELECT FROM follows f
                    WHERE f.site_id = a.site_id AND f.address_id = a.id AND f.confirmed_at IS NOT NULL)
                AND NOT EXISTS (
                    SELECT FROM requests r
                    WHERE r.site_id = a.site_id AND r.address_id = a.id
                        AND (r.answered_at IS NULL OR r.asked_at >= $3))
                AND NOT EXISTS (
                    SELECT FROM outbox o
                    WHERE o.site_id = a.site_id AND o.address_id = a.id AND o.created_at >= $3)
            """;

    private static final Comparator<Kept> IN_ORDER = Comparator.<Kept>comparingInt(
                    kept -> kept.cause().siteId())
            .thenComparing(kept -> kept.email().toLowerCase(Locale.ROOT));

    private final ErasureStore erasures = new ErasureStore();

    /**
     * An address to be kept.
     *
     * @param cause what it is kept for
     * @param email as its owner writes it
     */
    public record Kept(Claim cause, String email) {}

    /**
     * Keeps addresses, where their cause was granted. One may be known already, in which case its row and id stay as they
     * are: find the id by {@code (site_id, lower(email))}.
     */
    public Future<Void> keep(SqlClient client, List<Kept> addresses) {
        var sorted = addresses.stream().sorted(IN_ORDER).toList();
        return sorted.isEmpty()
                ? Future.succeededFuture()
                : client.preparedQuery("""
                        INSERT INTO addresses (site_id, id, email)
                        SELECT n.site_id, n.id, n.email
                        FROM unnest($1::int[], $2::text[], $3::uuid[], $4::uuid[], $5::text[])
                            AS n (site_id, key, act_id, id, email)
                        """ + IdempotencyStore.GRANTED + "ON CONFLICT DO NOTHING")
                        .execute(Tuple.of(
                                Rows.column(sorted, kept -> kept.cause().siteId(), Integer[]::new),
                                Rows.column(sorted, kept -> kept.cause().keyText(), String[]::new),
                                Rows.column(sorted, kept -> kept.cause().actId(), UUID[]::new),
                                Rows.column(sorted, kept -> UuidV7.next(), UUID[]::new),
                                Rows.column(sorted, Kept::email, String[]::new)))
                        .mapEmpty();
    }

    /** Keeps one address, in the caller's transaction; answers its row. */
    public Future<UUID> keep(SqlClient client, int siteId, String email) {
        return client.preparedQuery("""
                        WITH kept AS (
                            INSERT INTO addresses (site_id, id, email)
                            VALUES ($1, $2, $3)
                            ON CONFLICT DO NOTHING
                            RETURNING id)
                        SELECT id FROM kept
                        UNION ALL
                        SELECT id FROM addresses WHERE site_id = $1 AND lower(email) = lower($3)
                        """)
                .execute(Tuple.of(siteId, UuidV7.next(), email))
                .map(rows -> Rows.first(rows, row -> row.getUUID("id")).orElseThrow());
    }

    /**
     * Removes an address that no comment carries any more, that follows no page and whose owner waits for no answer, with the
     * mails to it, with what it was asked about and did not confirm, and with what was answered, in the caller's transaction.
     */
    public Future<Void> drop(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("""
                        DELETE FROM addresses a
                        WHERE a.site_id = $1 AND a.id = $2
                            AND NOT EXISTS (
                                SELECT FROM comments c WHERE c.site_id = a.site_id AND c.address_id = a.id)
                            AND NOT EXISTS (
                                SELECT FROM follows f
                                WHERE f.site_id = a.site_id AND f.address_id = a.id AND f.confirmed_at IS NOT NULL)
                        """ + ASKING)
                .execute(Tuple.of(siteId, id))
                .compose(rows -> rows.rowCount() == 0
                        ? Future.succeededFuture()
                        : erasures.note(client, siteId, KIND, List.of(id)));
    }

    /**
     * Removes addresses that were given for a correction which nobody confirmed, that follow no page and whose owners wait for
     * no answer, in the caller's transaction; each is looked at for a month.
     */
    public Future<Integer> purge(SqlClient client) {
        return client.preparedQuery("""
                        DELETE FROM addresses a
                        WHERE a.created_at < now() - interval '1 day' AND a.created_at > now() - interval '31 days'
                            AND NOT EXISTS (
                                SELECT FROM comments c WHERE c.site_id = a.site_id AND c.address_id = a.id)
                            AND NOT EXISTS (
                                SELECT FROM follows f WHERE f.site_id = a.site_id AND f.address_id = a.id)
                        """ + ASKING + "RETURNING a.site_id, a.id")
                .execute()
                .compose(rows -> {
                    var bySite = new TreeMap<Integer, List<UUID>>();
                    rows.forEach(row -> bySite.computeIfAbsent(row.getInteger("site_id"), site -> new ArrayList<>())
                            .add(row.getUUID("id")));
                    return Future.all(bySite.entrySet().stream()
                                    .map(site -> erasures.note(client, site.getKey(), KIND, site.getValue()))
                                    .toList())
                            .map(rows.rowCount());
                });
    }

    /** How many addresses that would remove. */
    public Future<Long> unclaimed(SqlClient client) {
        return client.preparedQuery("""
                        SELECT count(*) AS unclaimed
                        FROM addresses a
                        WHERE a.created_at < now() - interval '1 day' AND a.created_at > now() - interval '31 days'
                            AND NOT EXISTS (
                                SELECT FROM comments c WHERE c.site_id = a.site_id AND c.address_id = a.id)
                            AND NOT EXISTS (
                                SELECT FROM follows f WHERE f.site_id = a.site_id AND f.address_id = a.id)
                        """ + ASKING)
                .execute()
                .map(rows -> rows.iterator().next().getLong("unclaimed"));
    }

    /**
     * Addresses whose owners have done nothing since a moment, as {@link #lockIdle} takes them: neither wrote, changed nor
     * took back a comment, nor asked anything, nor had mails stopped, nor been written to; and who follow no page and wait
     * for no answer.
     */
    public Future<Long> idle(SqlClient client, int siteId, Instant before) {
        return client.preparedQuery("SELECT count(*) AS idle " + IDLE)
                .execute(Tuple.of(siteId, UuidV7.firstAt(before.plus(SKEW)), Rows.bind(before)))
                .map(rows -> rows.iterator().next().getLong("idle"));
    }

    /** The same, the first of them, locked until the caller's transaction ends. */
    public Future<List<UUID>> lockIdle(SqlClient client, int siteId, Instant before, int most) {
        return client.preparedQuery("SELECT a.id " + IDLE + """
                        ORDER BY a.id
                        LIMIT $4
                        FOR UPDATE OF a SKIP LOCKED
                        """)
                .execute(Tuple.of(siteId, UuidV7.firstAt(before.plus(SKEW)), Rows.bind(before), most))
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
    }

    /** Those of these that are there, locked until the caller's transaction ends. */
    public Future<List<UUID>> lock(SqlClient client, int siteId, List<UUID> ids) {
        return client.preparedQuery("""
                        SELECT id
                        FROM addresses
                        WHERE site_id = $1 AND id = ANY ($2)
                        ORDER BY id
                        FOR UPDATE
                        """)
                .execute(Tuple.of(siteId, (Object) ids.toArray(UUID[]::new)))
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
    }

    /** Removes addresses that no comment carries any more, with the mails to them, in the caller's transaction. */
    public Future<Void> erase(SqlClient client, int siteId, List<UUID> ids) {
        return client.preparedQuery("""
                        DELETE FROM addresses
                        WHERE site_id = $1 AND id = ANY ($2)
                        """)
                .execute(Tuple.of(siteId, (Object) ids.toArray(UUID[]::new)))
                .compose(erased -> erasures.note(client, siteId, KIND, ids));
    }

    /** Whether the owner of an address wants no mail that they did not ask for. */
    public Future<Boolean> isMuted(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("""
                        SELECT muted_at IS NOT NULL AS muted
                        FROM addresses
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(siteId, id))
                .map(rows -> Rows.first(rows, row -> row.getBoolean("muted")).orElse(false));
    }

    /** Stops all mails to an address but those that are asked for, or lets them come again. */
    public Future<Void> mute(SqlClient client, int siteId, UUID id, boolean muted) {
        return client.preparedQuery("""
                        UPDATE addresses
                        SET muted_at = CASE WHEN $3 THEN now() END
                        WHERE site_id = $1 AND id = $2
                        """).execute(Tuple.of(siteId, id, muted)).mapEmpty();
    }

    /** Notes that mail servers say for good that nobody reads mail at an address. */
    public Future<Void> bounce(SqlClient client, int siteId, UUID id, String code) {
        return client.preparedQuery("""
                        UPDATE addresses
                        SET bounced_at = now(), bounce_code = $3, bounces = bounces + 1
                        WHERE site_id = $1 AND id = $2
                        """).execute(Tuple.of(siteId, id, code)).mapEmpty();
    }

    /** Notes that somebody reads the mails to an address, who clicked on one; what had bounced is forgotten. */
    public Future<Void> reached(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("""
                        UPDATE addresses
                        SET bounced_at = NULL, bounce_code = NULL, bounces = 0
                        WHERE site_id = $1 AND id = $2 AND bounces > 0
                        """).execute(Tuple.of(siteId, id)).mapEmpty();
    }

    /**
     * Whether an address is not to be written to, because mails to it came back. What somebody asked for just now is still
     * sent until it has come back as often as this too; a month later it is tried again.
     */
    public Future<Boolean> isClosed(SqlClient client, int siteId, UUID id, boolean asked, int most) {
        return client.preparedQuery("""
                        SELECT CASE WHEN $3 THEN bounces >= $4 AND bounced_at > now() - interval '30 days'
                                    ELSE bounces > 0 END AS closed
                        FROM addresses
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(siteId, id, asked, most))
                .map(rows -> Rows.first(rows, row -> row.getBoolean("closed")).orElse(false));
    }

    /** The address of a row; empty once it was erased. */
    public Future<Optional<String>> find(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("""
                        SELECT email
                        FROM addresses
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(siteId, id))
                .map(rows -> Rows.first(rows, row -> row.getString("email")));
    }
}

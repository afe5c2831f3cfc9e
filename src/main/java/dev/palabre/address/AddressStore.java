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
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code addresses}: readers' e-mail addresses, one row for each canonical form on a site. */
public final class AddressStore {
    /** Kind of an address in the log of erasures. */
    public static final String KIND = "address";

    /** Ids begin with their time, by which they are found quickly; clocks of nodes may differ. */
    private static final Duration SKEW = Duration.ofDays(1);

    private static final String IDLE = """
            FROM addresses a
            WHERE a.site_id = $1 AND a.id < $2 AND a.created_at < $3
            """ + AddressUse.IDLE;

    private static final String DROPPED =
            AddressUse.NO_COMMENT + AddressUse.NO_CONFIRMED_FOLLOW + AddressUse.NO_REQUEST;

    private static final Comparator<Kept> IN_ORDER = Comparator.<Kept>comparingInt(
                    kept -> kept.cause().siteId())
            .thenComparing(kept -> EmailAddress.canonical(kept.email()));

    private final ErasureStore erasures = new ErasureStore();

    /**
     * An address to be kept.
     *
     * @param cause what it is kept for
     * @param email as its owner writes it
     */
    public record Kept(Claim cause, String email) {}

    /**
     * Inserts addresses, where their cause was granted. An address that is known already keeps its row and id: find the id by {@code (site_id, canonical)}.
     */
    public Future<Void> keep(SqlClient client, List<Kept> addresses) {
        var sorted = addresses.stream().sorted(IN_ORDER).toList();
        return sorted.isEmpty()
                ? Future.succeededFuture()
                : client.preparedQuery("""
                        INSERT INTO addresses (site_id, id, email, canonical)
                        SELECT n.site_id, n.id, n.email, n.canonical
                        FROM unnest($1::int[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[])
                            AS n (site_id, key, act_id, id, email, canonical)
                        """ + IdempotencyStore.GRANTED + "ON CONFLICT DO NOTHING")
                        .execute(Tuple.of(
                                Rows.column(sorted, kept -> kept.cause().siteId(), Integer[]::new),
                                Rows.column(sorted, kept -> kept.cause().keyText(), String[]::new),
                                Rows.column(sorted, kept -> kept.cause().actId(), UUID[]::new),
                                Rows.column(sorted, kept -> UuidV7.next(), UUID[]::new),
                                Rows.column(sorted, Kept::email, String[]::new),
                                Rows.column(sorted, kept -> EmailAddress.canonical(kept.email()), String[]::new)))
                        .mapEmpty();
    }

    /** Inserts one address, in the caller's transaction; answers its row. */
    public Future<UUID> keep(SqlClient client, int siteId, String email) {
        return client.preparedQuery("""
                        WITH kept AS (
                            INSERT INTO addresses (site_id, id, email, canonical)
                            VALUES ($1, $2, $3, $4)
                            ON CONFLICT DO NOTHING
                            RETURNING id)
                        SELECT id FROM kept
                        UNION ALL
                        SELECT id FROM addresses WHERE site_id = $1 AND canonical = $4
                        """)
                .execute(Tuple.of(siteId, UuidV7.next(), email, EmailAddress.canonical(email)))
                .map(rows -> Rows.first(rows, row -> row.getUUID("id")).orElseThrow());
    }

    /**
     * Deletes an address without comments, confirmed subscriptions and open data requests, with the mails to it, its unconfirmed
     * subscriptions and its answered requests, in the caller's transaction.
     */
    public Future<Void> drop(SqlClient client, int siteId, UUID id) {
        return drop(client, siteId, List.of(id));
    }

    /** The same for several. */
    public Future<Void> drop(SqlClient client, int siteId, Collection<UUID> ids) {
        return client.preparedQuery("""
                        DELETE FROM addresses a
                        WHERE a.site_id = $1 AND a.id = ANY ($2)
                        """ + DROPPED + "RETURNING a.id")
                .execute(Tuple.of(siteId, (Object) ids.toArray(UUID[]::new)))
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")))
                .compose(dropped ->
                        dropped.isEmpty() ? Future.succeededFuture() : erasures.note(client, siteId, KIND, dropped));
    }

    /**
     * Number of idle addresses, as {@link #lockIdle} takes them: since a moment their owners neither wrote, edited nor withdrew
     * a comment, made no request, stopped no mails and were sent none; they have no subscription and no open request.
     */
    public Future<Long> idle(SqlClient client, int siteId, Instant before) {
        return client.preparedQuery("SELECT count(*) AS idle " + IDLE)
                .execute(Tuple.of(siteId, UuidV7.firstAt(before.plus(SKEW)), Rows.bind(before)))
                .map(rows -> rows.iterator().next().getLong("idle"));
    }

    /** The first idle addresses, locked until the caller's transaction ends. */
    public Future<List<UUID>> lockIdle(SqlClient client, int siteId, Instant before, int most) {
        return client.preparedQuery("SELECT a.id " + IDLE + """
                        ORDER BY a.id
                        LIMIT $4
                        FOR UPDATE OF a SKIP LOCKED
                        """)
                .execute(Tuple.of(siteId, UuidV7.firstAt(before.plus(SKEW)), Rows.bind(before), most))
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
    }

    /** Those of these addresses that exist, locked until the caller's transaction ends. */
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

    /** Deletes addresses without comments, with the mails to them, in the caller's transaction. */
    public Future<Void> erase(SqlClient client, int siteId, List<UUID> ids) {
        return client.preparedQuery("""
                        DELETE FROM addresses
                        WHERE site_id = $1 AND id = ANY ($2)
                        """)
                .execute(Tuple.of(siteId, (Object) ids.toArray(UUID[]::new)))
                .compose(erased -> erasures.note(client, siteId, KIND, ids));
    }

    /** Whether the owner of an address stopped all mails except requested ones. */
    public Future<Boolean> isMuted(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("""
                        SELECT muted_at IS NOT NULL AS muted
                        FROM addresses
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(siteId, id))
                .map(rows -> Rows.first(rows, row -> row.getBoolean("muted")).orElse(false));
    }

    /** Stops all mails to an address except requested ones, or allows them again. */
    public Future<Void> mute(SqlClient client, int siteId, UUID id, boolean muted) {
        return client.preparedQuery("""
                        UPDATE addresses
                        SET muted_at = CASE WHEN $3 THEN now() END
                        WHERE site_id = $1 AND id = $2
                        """).execute(Tuple.of(siteId, id, muted)).mapEmpty();
    }

    /** Notes a permanent failure of an address. */
    public Future<Void> bounce(SqlClient client, int siteId, UUID id, String code) {
        return client.preparedQuery("""
                        UPDATE addresses
                        SET bounced_at = now(), bounce_code = $3, bounces = bounces + 1
                        WHERE site_id = $1 AND id = $2
                        """).execute(Tuple.of(siteId, id, code)).mapEmpty();
    }

    /** Notes that a mail to an address was read, since a link in it was used; its bounces are forgotten. */
    public Future<Void> reached(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("""
                        UPDATE addresses
                        SET bounced_at = NULL, bounce_code = NULL, bounces = 0
                        WHERE site_id = $1 AND id = $2 AND bounces > 0
                        """).execute(Tuple.of(siteId, id)).mapEmpty();
    }

    /**
     * Whether no mail is sent to an address because mails to it bounced. Requested mails are still sent until there are
     * {@code most} bounces; a month later they are tried again.
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

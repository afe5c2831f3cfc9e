package dev.palabre.db;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code idempotency_keys}: which answer a repeated request gets. The key is claimed in the transaction of what
 * it stands for: of two at once the second waits for the first, then fails or is passed over, and looks the answer up.
 */
public final class IdempotencyStore {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CONSTRAINT = "idempotency_keys_pkey";

    /**
     * The condition of statements over rows {@code n} with the columns {@code site_id}, {@code key} and {@code act_id}:
     * those whose request has no key, or got the one that it claimed earlier in the same transaction.
     */
    public static final String GRANTED = """
            WHERE (n.key IS NULL OR EXISTS (
                SELECT FROM idempotency_keys k
                WHERE k.site_id = n.site_id AND k.key = n.key AND k.answer_id = n.act_id))
            """;

    private static final Comparator<Claim> IN_ORDER =
            Comparator.comparingInt(Claim::siteId).thenComparing(claim -> String.valueOf(claim.keyText()));

    /**
     * What a client sent to have a request counted once.
     *
     * @param key as sent
     * @param requestDigest of everything that the request says
     */
    public record Key(String key, byte[] requestDigest) {}

    /**
     * What was answered first.
     *
     * @param requestDigest of the request that was answered
     * @param id of what it made
     * @param status that it had then
     */
    public record Answer(byte[] requestDigest, UUID id, String status) {}

    /**
     * A request that is to be answered, by its key if it has one.
     *
     * @param siteId the site it is for
     * @param key null where the client sent none
     * @param actId of what it makes
     * @param status that this has at first
     */
    public record Claim(int siteId, @Nullable Key key, UUID actId, String status) {
        /** The key as sent, null where there is none. */
        public @Nullable String keyText() {
            return key == null ? null : key.key();
        }
    }

    /** Remembers an answer for a day; fails where the key has one already, see {@link #isRepeated}. */
    public Future<Void> insert(SqlClient client, int siteId, Key key, UUID answerId, String status) {
        return client.preparedQuery("""
                        INSERT INTO idempotency_keys (site_id, key, request_digest, answer_id, answer_status)
                        VALUES ($1, $2, $3, $4, $5)
                        """)
                .execute(Tuple.of(siteId, key.key(), Buffer.buffer(key.requestDigest()), answerId, status))
                .mapEmpty();
    }

    /**
     * Remembers answers for a day. Keys that have one already are passed over: {@link #GRANTED} tells the statements that
     * follow.
     */
    public Future<Void> claim(SqlClient client, List<Claim> claims) {
        var keyed = new ArrayList<Claim>();
        var digests = new ArrayList<Buffer>();
        claims.stream().sorted(IN_ORDER).forEach(claim -> {
            if (claim.key() != null) {
                keyed.add(claim);
                digests.add(Buffer.buffer(claim.key().requestDigest()));
            }
        });
        return keyed.isEmpty()
                ? Future.succeededFuture()
                : client.preparedQuery("""
                        INSERT INTO idempotency_keys (site_id, key, request_digest, answer_id, answer_status)
                        SELECT * FROM unnest($1::int[], $2::text[], $3::bytea[], $4::uuid[], $5::text[])
                        ON CONFLICT DO NOTHING
                        """)
                        .execute(Tuple.of(
                                Rows.column(keyed, Claim::siteId, Integer[]::new),
                                Rows.column(keyed, Claim::keyText, String[]::new),
                                digests.toArray(Buffer[]::new),
                                Rows.column(keyed, Claim::actId, UUID[]::new),
                                Rows.column(keyed, Claim::status, String[]::new)))
                        .mapEmpty();
    }

    /** The first answer to a key. */
    public Future<Optional<Answer>> find(SqlClient client, int siteId, String key) {
        return client.preparedQuery("""
                        SELECT request_digest, answer_id, answer_status
                        FROM idempotency_keys
                        WHERE site_id = $1 AND key = $2
                        """)
                .execute(Tuple.of(siteId, key))
                .map(rows -> Rows.first(
                        rows,
                        row -> new Answer(
                                row.getBuffer("request_digest").getBytes(),
                                row.getUUID("answer_id"),
                                row.getString("answer_status"))));
    }

    /** Deletes keys of a site that are older than a day, the oldest first. */
    public Future<Integer> purge(SqlClient client, int siteId, int limit) {
        return client.preparedQuery("""
                        DELETE FROM idempotency_keys
                        WHERE site_id = $1 AND key = ANY (ARRAY(
                            SELECT key
                            FROM idempotency_keys
                            WHERE site_id = $1 AND created_at < now() - interval '24 hours'
                            ORDER BY created_at
                            LIMIT $2))
                        """).execute(Tuple.of(siteId, limit)).map(rows -> rows.rowCount());
    }

    /** How many keys that would forget. */
    public Future<Long> old(SqlClient client) {
        return client.preparedQuery("""
                        SELECT count(*) AS old
                        FROM idempotency_keys
                        WHERE created_at < now() - interval '24 hours'
                        """)
                .execute()
                .map(rows -> rows.iterator().next().getLong("old"));
    }

    /** Whether a transaction failed because its key had been used before. */
    public static boolean isRepeated(Throwable failure) {
        return failure instanceof PgException pg
                && UNIQUE_VIOLATION.equals(pg.getSqlState())
                && CONSTRAINT.equals(pg.getConstraint());
    }
}

package dev.palabre.kernel.sql;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/**
 * The table {@code idempotency_keys}: which answer a repeated request gets. The key is inserted in the transaction of
 * what it stands for: of two at once the second waits for the first, then fails and looks the answer up.
 */
public final class Idempotency {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CONSTRAINT = "idempotency_keys_pkey";

    /**
     * What a client sent to have a request counted once.
     *
     * @param key as sent
     * @param requestDigest of everything that the request says
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual
    public record Key(String key, byte[] requestDigest) {}

    /**
     * What was answered first.
     *
     * @param requestDigest of the request that was answered
     * @param id of what it made
     * @param status that it had then
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual
    public record Answer(byte[] requestDigest, UUID id, String status) {}

    /** Remembers an answer for a day; fails where the key has one already, see {@link #isRepeated}. */
    public Future<Void> insert(SqlClient client, int siteId, Key key, UUID answerId, String status) {
        return client.preparedQuery("""
                        INSERT INTO idempotency_keys (site_id, key, request_digest, answer_id, answer_status)
                        VALUES ($1, $2, $3, $4, $5)
                        """)
                .execute(Tuple.of(
                        siteId, key.key(), io.vertx.core.buffer.Buffer.buffer(key.requestDigest()), answerId, status))
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

    /** Forgets keys that are older than a day. */
    public Future<Integer> purge(SqlClient client) {
        return client.preparedQuery("""
                        DELETE FROM idempotency_keys
                        WHERE created_at < now() - interval '24 hours'
                        """).execute().map(rows -> rows.rowCount());
    }

    /** Whether a transaction failed because its key had been used before. */
    public static boolean isRepeated(Throwable failure) {
        return failure instanceof PgException pg
                && UNIQUE_VIOLATION.equals(pg.getSqlState())
                && CONSTRAINT.equals(pg.getConstraint());
    }
}

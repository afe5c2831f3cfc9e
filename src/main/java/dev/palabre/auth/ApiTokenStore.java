package dev.palabre.auth;

import dev.palabre.auth.ApiTokens.Listed;
import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code api_tokens}. */
final class ApiTokenStore {
    Future<Void> insert(SqlClient client, UUID id, UUID moderatorId, Instant expiresAt) {
        return client.preparedQuery("""
                        INSERT INTO api_tokens (id, moderator_id, expires_at)
                        VALUES ($1, $2, $3)
                        """)
                .execute(Tuple.of(id, moderatorId, Rows.bind(expiresAt)))
                .mapEmpty();
    }

    /** For whom a token that still holds acts. */
    Future<Optional<Principal>> find(SqlClient client, UUID id, UUID moderatorId) {
        return client.preparedQuery("""
                        SELECT m.id, m.email, m.lang, r.site_id, r.role
                        FROM api_tokens t
                        JOIN moderators m ON m.id = t.moderator_id
                        LEFT JOIN moderator_sites r ON r.moderator_id = m.id
                        WHERE t.id = $1
                          AND t.moderator_id = $2
                          AND t.revoked_at IS NULL
                          AND t.expires_at > now() - interval '5 seconds'
                        """).execute(Tuple.of(id, moderatorId)).map(ModeratorStore::caller);
    }

    Future<List<Listed>> list(SqlClient client) {
        return client.preparedQuery("""
                        SELECT t.id, m.email, t.created_at, t.expires_at, t.revoked_at
                        FROM api_tokens t
                        JOIN moderators m ON m.id = t.moderator_id
                        ORDER BY t.id
                        """)
                .execute()
                .map(rows -> Rows.list(
                        rows,
                        row -> new Listed(
                                row.getUUID("id"),
                                row.getString("email"),
                                Rows.instant(row, "created_at"),
                                Rows.instant(row, "expires_at"),
                                Rows.instantOrNull(row, "revoked_at"))));
    }

    Future<Boolean> revoke(SqlClient client, UUID id) {
        return client.preparedQuery("""
                        UPDATE api_tokens
                        SET revoked_at = coalesce(revoked_at, now())
                        WHERE id = $1
                        """).execute(Tuple.of(id)).map(rows -> rows.rowCount() > 0);
    }

    /** Ends all tokens that act for a moderator. */
    Future<Void> revokeAll(SqlClient client, UUID moderatorId) {
        return client.preparedQuery("""
                        UPDATE api_tokens
                        SET revoked_at = now()
                        WHERE moderator_id = $1
                          AND revoked_at IS NULL
                        """).execute(Tuple.of(moderatorId)).mapEmpty();
    }

    /**
     * Deletes some tokens that ended by themselves a day ago, revoked or not: nobody can use them, whatever their clock says.
     * No index serves it: people make them, one by one.
     */
    Future<Integer> purge(SqlClient client, int limit) {
        return client.preparedQuery("""
                        DELETE FROM api_tokens
                        WHERE id IN (
                            SELECT id
                            FROM api_tokens
                            WHERE expires_at < now() - interval '1 day'
                            LIMIT $1)
                        """).execute(Tuple.of(limit)).map(rows -> rows.rowCount());
    }

    /** How many of these there are. */
    Future<Long> ended(SqlClient client) {
        return client.preparedQuery("""
                        SELECT count(*) AS ended
                        FROM api_tokens
                        WHERE expires_at < now() - interval '1 day'
                        """)
                .execute()
                .map(rows -> rows.iterator().next().getLong("ended"));
    }
}

package dev.palabre.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The table {@code sessions}. The database's clock decides, so that nodes agree. */
final class SessionStore {
    record Found(Principal caller, boolean stale) {}

    Future<Void> insert(SqlClient client, byte[] tokenHash, UUID moderatorId, Duration longest) {
        return client.preparedQuery("""
                        INSERT INTO sessions (token_hash, moderator_id, expires_at)
                        VALUES ($1, $2, now() + make_interval(secs => $3))
                        """)
                .execute(Tuple.of(Buffer.buffer(tokenHash), moderatorId, (double) longest.toSeconds()))
                .mapEmpty();
    }

    /** Who is signed in by this token, unless it is too old or was idle for too long. */
    Future<Optional<Found>> find(SqlClient client, byte[] tokenHash, Duration idle, Duration step) {
        return client.preparedQuery("""
                        SELECT m.id, m.email, m.lang, r.site_id, r.role,
                               s.seen_at < now() - make_interval(secs => $3) AS stale
                        FROM sessions s
                        JOIN moderators m ON m.id = s.moderator_id
                        LEFT JOIN moderator_sites r ON r.moderator_id = m.id
                        WHERE s.token_hash = $1
                          AND s.expires_at > now()
                          AND s.seen_at > now() - make_interval(secs => $2)
                        """)
                .execute(Tuple.of(Buffer.buffer(tokenHash), (double) idle.toSeconds(), (double) step.toSeconds()))
                .map(rows -> ModeratorStore.caller(rows)
                        .map(caller -> new Found(caller, rows.iterator().next().getBoolean("stale"))));
    }

    Future<Void> touch(SqlClient client, byte[] tokenHash) {
        return client.preparedQuery("""
                        UPDATE sessions
                        SET seen_at = now()
                        WHERE token_hash = $1
                        """)
                .execute(Tuple.of(Buffer.buffer(tokenHash)))
                .mapEmpty();
    }

    Future<Void> delete(SqlClient client, byte[] tokenHash) {
        return client.preparedQuery("""
                        DELETE FROM sessions
                        WHERE token_hash = $1
                        """)
                .execute(Tuple.of(Buffer.buffer(tokenHash)))
                .mapEmpty();
    }

    Future<Void> deleteAll(SqlClient client, UUID moderatorId) {
        return client.preparedQuery("""
                        DELETE FROM sessions
                        WHERE moderator_id = $1
                        """).execute(Tuple.of(moderatorId)).mapEmpty();
    }

    Future<Void> deleteOver(SqlClient client, UUID moderatorId, Duration idle) {
        return client.preparedQuery("""
                        DELETE FROM sessions
                        WHERE moderator_id = $1
                          AND (expires_at < now() OR seen_at < now() - make_interval(secs => $2))
                        """)
                .execute(Tuple.of(moderatorId, (double) idle.toSeconds()))
                .mapEmpty();
    }

    /** Deletes some sessions that are over. No index serves it: all that there are began within hours. */
    Future<Integer> purge(SqlClient client, Duration idle, int limit) {
        return client.preparedQuery("""
                        DELETE FROM sessions
                        WHERE token_hash IN (
                            SELECT token_hash
                            FROM sessions
                            WHERE expires_at < now() OR seen_at < now() - make_interval(secs => $1)
                            LIMIT $2)
                        """)
                .execute(Tuple.of((double) idle.toSeconds(), limit))
                .map(rows -> rows.rowCount());
    }

    Future<Long> over(SqlClient client, Duration idle) {
        return client.preparedQuery("""
                        SELECT count(*) AS ended
                        FROM sessions
                        WHERE expires_at < now() OR seen_at < now() - make_interval(secs => $1)
                        """)
                .execute(Tuple.of((double) idle.toSeconds()))
                .map(rows -> rows.iterator().next().getLong("ended"));
    }
}

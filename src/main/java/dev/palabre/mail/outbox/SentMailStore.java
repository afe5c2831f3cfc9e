package dev.palabre.mail.outbox;

import dev.palabre.db.Rows;
import dev.palabre.mail.outbox.Outbox.Trace;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code outbox}, as far as lists and the cleanup of what was sent go. */
final class SentMailStore {
    /** A message with its state. */
    record Stored(
            OutboxMessage message,
            String state,
            @Nullable String lastError,
            @Nullable String bounceCode) {}

    /** Messages to an address, the newest first. */
    Future<List<Trace>> to(SqlClient client, int siteId, UUID addressId) {
        return client.preparedQuery("""
                        SELECT kind, state, created_at
                        FROM outbox
                        WHERE site_id = $1 AND address_id = $2
                        ORDER BY id DESC
                        """)
                .execute(Tuple.of(siteId, addressId))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Trace(
                                row.getString("kind"), row.getString("state"), Rows.instant(row, "created_at"))));
    }

    /** Messages of sites, the newest first, without notices that were expanded. */
    Future<List<Stored>> recent(SqlClient client, Collection<Integer> siteIds, int limit) {
        return client.preparedQuery("""
                        SELECT o.site_id, o.id, o.message_id, o.kind, o.subject_id, o.address_id, o.moderator_id, o.lang,
                            o.attempts, o.created_at, o.state, o.last_error, a.bounce_code
                        FROM outbox o
                        LEFT JOIN addresses a ON a.site_id = o.site_id AND a.id = o.address_id
                        WHERE o.site_id = ANY ($1)
                            AND (o.state <> 'sent' OR o.address_id IS NOT NULL OR o.moderator_id IS NOT NULL)
                        ORDER BY o.id DESC
                        LIMIT $2
                        """)
                .execute(Tuple.of(siteIds.toArray(Integer[]::new), limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Stored(
                                OutboxStore.message(row),
                                row.getString("state"),
                                row.getString("last_error"),
                                row.getString("bounce_code"))));
    }

    /** Deletes messages of a site that ended and are older than this, the oldest first. */
    Future<Integer> purge(SqlClient client, int siteId, Duration keep, int limit) {
        return client.preparedQuery("""
                        DELETE FROM outbox
                        WHERE site_id = $1 AND id = ANY (ARRAY(
                            SELECT id
                            FROM outbox
                            WHERE site_id = $1 AND state <> 'waiting'
                                AND created_at < now() - make_interval(secs => $2)
                            ORDER BY created_at
                            LIMIT $3))
                        """)
                .execute(Tuple.of(siteId, (double) keep.toSeconds(), limit))
                .map(rows -> rows.rowCount());
    }

    /** Number of these messages. */
    Future<Long> old(SqlClient client, Duration keep) {
        return client.preparedQuery("""
                        SELECT count(*) AS old
                        FROM outbox
                        WHERE state <> 'waiting' AND created_at < now() - make_interval(secs => $1)
                        """)
                .execute(Tuple.of((double) keep.toSeconds()))
                .map(rows -> rows.iterator().next().getLong("old"));
    }
}

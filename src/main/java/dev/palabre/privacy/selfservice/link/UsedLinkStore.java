package dev.palabre.privacy.selfservice.link;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;

/** The table {@code used_links}. */
final class UsedLinkStore {
    /** Notes that a link was used; false where it had been before. */
    Future<Boolean> append(SqlClient client, int siteId, UUID id, Instant expiresAt) {
        return client.preparedQuery("""
                        INSERT INTO used_links (site_id, id, expires_at)
                        VALUES ($1, $2, $3)
                        ON CONFLICT DO NOTHING
                        """)
                .execute(Tuple.of(siteId, id, Rows.bind(expiresAt)))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Boolean> isThere(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("""
                        SELECT EXISTS (SELECT FROM used_links WHERE site_id = $1 AND id = $2) AS used
                        """)
                .execute(Tuple.of(siteId, id))
                .map(rows -> rows.iterator().next().getBoolean("used"));
    }

    /** Deletes links of a site that would have expired by now, the oldest first; an hour more, for clocks that differ. */
    Future<Integer> purge(SqlClient client, int siteId, int limit) {
        return client.preparedQuery("""
                        DELETE FROM used_links
                        WHERE site_id = $1 AND id = ANY (ARRAY(
                            SELECT id
                            FROM used_links
                            WHERE site_id = $1 AND expires_at < now() - interval '1 hour'
                            ORDER BY expires_at
                            LIMIT $2))
                        """).execute(Tuple.of(siteId, limit)).map(rows -> rows.rowCount());
    }

    /** How many of these there are. */
    Future<Long> expired(SqlClient client) {
        return client.preparedQuery("""
                        SELECT count(*) AS expired
                        FROM used_links
                        WHERE expires_at < now() - interval '1 hour'
                        """)
                .execute()
                .map(rows -> rows.iterator().next().getLong("expired"));
    }
}

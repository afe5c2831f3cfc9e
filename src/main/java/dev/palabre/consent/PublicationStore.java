package dev.palabre.consent;

import dev.palabre.kernel.http.Json;
import dev.palabre.kernel.sql.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** The table {@code policy_publications}: rows are added, never changed. */
final class PublicationStore {
    /** What was published last. */
    Future<Optional<PolicySource>> latest(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT source::text AS source
                        FROM policy_publications
                        WHERE site_id = $1
                        ORDER BY number DESC
                        LIMIT 1
                        """)
                .execute(Tuple.of(siteId))
                .map(rows -> Rows.first(rows, row -> Json.parse(row.getString("source"), PolicySource.class)));
    }
}

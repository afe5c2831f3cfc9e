package dev.palabre.privacy.selfservice;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

/** How long answers took, over the tables of comments and decisions. */
final class ResponseTimeStore {
    /** The median of a site's last decisions of what waited; empty below so many. */
    Future<Optional<Duration>> median(SqlClient client, int siteId, int last, int least) {
        return client.preparedQuery("""
                        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY taken.seconds) AS median
                        FROM (
                            SELECT EXTRACT(EPOCH FROM d.decided_at - c.created_at)::float8 AS seconds
                            FROM decisions d
                            JOIN comments c ON c.site_id = d.site_id AND c.id = d.comment_id
                            WHERE d.site_id = $1 AND d.from_status = 'pending' AND c.edited_at IS NULL
                            ORDER BY d.id DESC
                            LIMIT $2
                        ) AS taken
                        HAVING count(*) >= $3
                        """)
                .execute(Tuple.of(siteId, last, least))
                .map(rows -> Rows.first(
                        rows, row -> Duration.ofSeconds(row.getDouble("median").longValue())));
    }
}

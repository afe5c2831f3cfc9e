package dev.palabre.privacy.retention;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** The table {@code retention_days}: one node processes a site, once a day. */
final class DailyRunStore {
    /** Inserts a new site; nothing of it is erased on its first day, so that its owner can look before. */
    Future<Void> insert(SqlClient client, int siteId, LocalDate day) {
        return client.preparedQuery("""
                        INSERT INTO retention_days (site_id, day)
                        VALUES ($1, $2)
                        ON CONFLICT DO NOTHING
                        """).execute(Tuple.of(siteId, day)).mapEmpty();
    }

    /** Claims the day; false where another node has finished it or holds its lease. */
    Future<Boolean> claim(SqlClient client, int siteId, LocalDate day, Duration lease) {
        return client.preparedQuery("""
                        UPDATE retention_days
                        SET day = $2, open = true, lease_until = now() + make_interval(secs => $3)
                        WHERE site_id = $1 AND lease_until <= now() AND (day < $2 OR open)
                        """)
                .execute(Tuple.of(siteId, day, (double) lease.toSeconds()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Releases the day: finished, or to be continued after a pause. */
    Future<Void> finish(SqlClient client, int siteId, boolean finished, Duration pause) {
        return client.preparedQuery("""
                        UPDATE retention_days
                        SET open = NOT $2, finished_at = CASE WHEN $2 THEN now() ELSE finished_at END,
                            lease_until = now() + make_interval(secs => $3)
                        WHERE site_id = $1
                        """)
                .execute(Tuple.of(siteId, finished, finished ? 0.0 : (double) pause.toSeconds()))
                .mapEmpty();
    }

    /** When the last run over a site finished; empty before the first. */
    Future<Optional<Instant>> finished(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT finished_at
                        FROM retention_days
                        WHERE site_id = $1 AND finished_at IS NOT NULL
                        """)
                .execute(Tuple.of(siteId))
                .map(rows -> Rows.first(rows, row -> Rows.instant(row, "finished_at")));
    }
}

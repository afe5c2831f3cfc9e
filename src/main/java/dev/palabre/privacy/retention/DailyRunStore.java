package dev.palabre.privacy.retention;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** The table {@code retention_days}: one node goes through a site, once a day. */
final class DailyRunStore {
    /** Takes notice of a site; nothing of it is erased on the day when it is seen first, so that its owner can look. */
    Future<Void> meet(SqlClient client, int siteId, LocalDate day) {
        return client.preparedQuery("""
                        INSERT INTO retention_days (site_id, day)
                        VALUES ($1, $2)
                        ON CONFLICT DO NOTHING
                        """).execute(Tuple.of(siteId, day)).mapEmpty();
    }

    /** Whether the day is the caller's to do: nobody has begun it, or who began it neither ended it nor is at it still. */
    Future<Boolean> claim(SqlClient client, int siteId, LocalDate day, Duration lease) {
        return client.preparedQuery("""
                        UPDATE retention_days
                        SET day = $2, open = true, lease_until = now() + make_interval(secs => $3)
                        WHERE site_id = $1 AND lease_until <= now() AND (day < $2 OR open)
                        """)
                .execute(Tuple.of(siteId, day, (double) lease.toSeconds()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Gives the day back: done, or to be gone on with after a pause. */
    Future<Void> end(SqlClient client, int siteId, boolean done, Duration pause) {
        return client.preparedQuery("""
                        UPDATE retention_days
                        SET open = NOT $2, finished_at = CASE WHEN $2 THEN now() ELSE finished_at END,
                            lease_until = now() + make_interval(secs => $3)
                        WHERE site_id = $1
                        """)
                .execute(Tuple.of(siteId, done, done ? 0.0 : (double) pause.toSeconds()))
                .mapEmpty();
    }

    /** When a site was last gone through to the end; empty where that is still to come. */
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

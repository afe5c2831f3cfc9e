package dev.palabre.privacy.retention;

import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The table {@code retention_runs}. */
final class RetentionRunStore {
    Future<Void> insert(SqlClient client, int siteId, RetentionRun run) {
        return client.preparedQuery("""
                        INSERT INTO retention_runs (site_id, id, rule, cause, started_at, finished_at, removed, failure)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        """)
                .execute(Tuple.from(Arrays.asList(
                        siteId,
                        UuidV7.next(),
                        run.rule(),
                        run.cause(),
                        Rows.bind(run.startedAt()),
                        Rows.bind(run.finishedAt()),
                        run.removed(),
                        run.failure())))
                .mapEmpty();
    }

    /** The newest first. */
    Future<List<RetentionRun>> newest(SqlClient client, int siteId, int limit) {
        return client.preparedQuery("""
                        SELECT rule, cause, started_at, finished_at, removed, failure
                        FROM retention_runs
                        WHERE site_id = $1
                        ORDER BY id DESC
                        LIMIT $2
                        """)
                .execute(Tuple.of(siteId, limit))
                .map(rows -> Rows.list(rows, RetentionRunStore::run));
    }

    Future<Void> purge(SqlClient client, int siteId, Duration keep) {
        return client.preparedQuery("""
                        DELETE FROM retention_runs
                        WHERE site_id = $1 AND started_at < now() - make_interval(secs => $2)
                        """)
                .execute(Tuple.of(siteId, (double) keep.toSeconds()))
                .mapEmpty();
    }

    private static RetentionRun run(Row row) {
        return new RetentionRun(
                row.getString("rule"),
                row.getString("cause"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "finished_at"),
                row.getLong("removed"),
                row.getString("failure"));
    }
}

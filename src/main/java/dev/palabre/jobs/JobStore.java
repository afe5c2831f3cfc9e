package dev.palabre.jobs;

import dev.palabre.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;

/** The table {@code jobs}: which node runs which job of the cluster, and when it ran last. */
public final class JobStore implements Leases {
    private final Database database;
    private final UUID node = UUID.randomUUID();

    /** Leases in this database, held by a node of their own. */
    public JobStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Boolean> take(String job, Duration duration, Duration interval) {
        return database.query(client -> client.preparedQuery("""
                        INSERT INTO jobs (name, node, leased_until, started_at)
                        VALUES ($1, $2, now() + $3 * interval '1 millisecond', now())
                        ON CONFLICT (name) DO UPDATE
                        SET node = excluded.node, leased_until = excluded.leased_until, started_at = excluded.started_at
                        WHERE jobs.leased_until <= now()
                        AND jobs.started_at <= now() - $4 * interval '1 millisecond'
                        RETURNING name
                        """)
                .execute(Tuple.of(job, node, (double) duration.toMillis(), (double) interval.toMillis()))
                .map(rows -> rows.size() == 1));
    }

    @Override
    public Future<Void> release(String job) {
        return database.query(
                client -> client.preparedQuery("""
                        UPDATE jobs SET leased_until = now() WHERE name = $1 AND node = $2
                        """).execute(Tuple.of(job, node)).mapEmpty());
    }
}

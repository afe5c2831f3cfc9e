package dev.palabre.privacy.selfservice.erasure;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** The table {@code erasure_jobs}. */
final class ErasureJobStore {
    /** Inserts a job; one that is open already stays as it is, one that has finished starts again. */
    Future<Void> insert(SqlClient client, int siteId, UUID addressId, int total) {
        return client.preparedQuery("""
                        INSERT INTO erasure_jobs (site_id, address_id, total)
                        VALUES ($1, $2, $3)
                        ON CONFLICT (site_id, address_id) DO UPDATE
                        SET total = EXCLUDED.total, erased = 0, requested_at = now(), next_at = now(), finished_at = NULL
                        WHERE erasure_jobs.finished_at IS NOT NULL
                        """)
                .execute(Tuple.of(siteId, addressId, total))
                .mapEmpty();
    }

    Future<Optional<ErasureJob>> find(SqlClient client, int siteId, UUID addressId) {
        return client.preparedQuery("""
                        SELECT site_id, address_id, total, erased, finished_at IS NOT NULL AS finished
                        FROM erasure_jobs
                        WHERE site_id = $1 AND address_id = $2
                        """)
                .execute(Tuple.of(siteId, addressId))
                .map(rows -> Rows.first(rows, ErasureJobStore::job));
    }

    /** Locks an open job until the end of the transaction; empty where another transaction has it. */
    Future<Optional<ErasureJob>> lock(SqlClient client, int siteId, UUID addressId) {
        return client.preparedQuery("""
                        SELECT site_id, address_id, total, erased, false AS finished
                        FROM erasure_jobs
                        WHERE site_id = $1 AND address_id = $2 AND finished_at IS NULL
                        FOR UPDATE SKIP LOCKED
                        """)
                .execute(Tuple.of(siteId, addressId))
                .map(rows -> Rows.first(rows, ErasureJobStore::job));
    }

    /** Locks the open job of any site that is due first, passing over those that other transactions have. */
    Future<Optional<ErasureJob>> lockNext(SqlClient client) {
        return client.preparedQuery("""
                        SELECT site_id, address_id, total, erased, false AS finished
                        FROM erasure_jobs
                        WHERE finished_at IS NULL AND next_at <= now()
                        ORDER BY next_at
                        LIMIT 1
                        FOR UPDATE SKIP LOCKED
                        """).execute().map(rows -> Rows.first(rows, ErasureJobStore::job));
    }

    Future<Void> advance(SqlClient client, ErasureJob job, int erased, boolean finished) {
        return client.preparedQuery("""
                        UPDATE erasure_jobs
                        SET erased = erased + $3, finished_at = CASE WHEN $4 THEN now() END
                        WHERE site_id = $1 AND address_id = $2
                        """)
                .execute(Tuple.of(job.siteId(), job.addressId(), erased, finished))
                .mapEmpty();
    }

    /** Lets other jobs go first for a minute. */
    Future<Void> postpone(SqlClient client, ErasureJob job) {
        return client.preparedQuery("""
                        UPDATE erasure_jobs
                        SET next_at = now() + interval '1 minute'
                        WHERE site_id = $1 AND address_id = $2 AND finished_at IS NULL
                        """)
                .execute(Tuple.of(job.siteId(), job.addressId()))
                .mapEmpty();
    }

    /** Deletes jobs of a site that finished a day ago. */
    Future<Integer> purge(SqlClient client, int siteId, int limit) {
        return client.preparedQuery("""
                        DELETE FROM erasure_jobs
                        WHERE site_id = $1 AND address_id IN (
                            SELECT address_id
                            FROM erasure_jobs
                            WHERE site_id = $1 AND finished_at < now() - interval '1 day'
                            ORDER BY finished_at
                            LIMIT $2)
                        """).execute(Tuple.of(siteId, limit)).map(rows -> rows.rowCount());
    }

    private static ErasureJob job(Row row) {
        return new ErasureJob(
                row.getInteger("site_id"),
                row.getUUID("address_id"),
                row.getInteger("total"),
                row.getInteger("erased"),
                row.getBoolean("finished"));
    }
}

package dev.palabre.db;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Deletes rows in batches, each in a transaction of its own, until none is left. After a statement timeout the batch is halved
 * and tried again, so that a backlog of any size is worked off on a slow disk too.
 *
 * <pre>{@code
 * batches.forEachSite((client, siteId, after, limit) ->
 *         store.purge(client, siteId, limit).map(removed -> Page.of(removed, limit)));
 * }</pre>
 */
public final class BatchedDelete {
    /** Rows of a batch at first; an index serves them within a fraction of the statement timeout. */
    private static final int FIRST_LIMIT = 2_000;

    private static final int LEAST_LIMIT = 10;
    private static final int SITES_AT_ONCE = 1_000;
    private static final String OUT_OF_TIME = "57014";

    private final Database database;
    private final int firstLimit;

    /**
     * What a batch did.
     *
     * @param removed rows that are gone
     * @param next where the next batch goes on, null where nothing is left
     */
    public record Page<C>(int removed, @Nullable C next) {
        /** Of a batch that takes the oldest rows each time: something is left if it was full. */
        public static Page<Boolean> of(int removed, int limit) {
            return new Page<>(removed, removed < limit ? null : Boolean.TRUE);
        }
    }

    /** Deletes at most so many rows. */
    public interface Batch<C> {
        /**
         * Deletes the next rows, in the caller's transaction.
         *
         * @param after where the batch before ended, null for the first
         * @param limit rows at the most
         */
        Future<Page<C>> delete(SqlClient client, @Nullable C after, int limit);
    }

    /** Deletes at most so many rows of a site. */
    public interface SiteBatch<C> {
        /** Deletes the next rows of a site, in the caller's transaction; see {@link Batch}. */
        Future<Page<C>> delete(SqlClient client, int siteId, @Nullable C after, int limit);
    }

    /** Batches on a database. */
    public BatchedDelete(Database database) {
        this(database, FIRST_LIMIT);
    }

    BatchedDelete(Database database, int firstLimit) {
        this.database = database;
        this.firstLimit = firstLimit;
    }

    /** Deletes until nothing is left; answers how many rows. */
    public <C> Future<Integer> run(Batch<C> batch) {
        return new Run<>(batch).from(null, firstLimit, 0);
    }

    /**
     * Deletes of one site after the other until nothing is left; answers how many rows. A site that fails keeps no other from
     * being gone through: the first failure is reported at the end.
     */
    public <C> Future<Integer> forEachSite(SiteBatch<C> batch) {
        return sitesAfter(batch, 0, new Total(0, null))
                .compose(total -> total.failure() == null
                        ? Future.succeededFuture(total.removed())
                        : Future.failedFuture(total.failure()));
    }

    private record Total(int removed, @Nullable Throwable failure) {
        Total plus(int more) {
            return new Total(removed + more, failure);
        }

        Total failed(Throwable cause) {
            return new Total(removed, failure == null ? cause : failure);
        }
    }

    private <C> Future<Total> sitesAfter(SiteBatch<C> batch, int last, Total total) {
        return sites(last).compose(sites -> {
            var done = Future.succeededFuture(total);
            for (var siteId : sites) {
                done = done.compose(
                        sum -> this.<C>run((client, after, limit) -> batch.delete(client, siteId, after, limit))
                                .map(sum::plus)
                                .otherwise(sum::failed));
            }
            return sites.size() < SITES_AT_ONCE
                    ? done
                    : done.compose(sum -> sitesAfter(batch, sites.get(sites.size() - 1), sum));
        });
    }

    private Future<List<Integer>> sites(int last) {
        return database.query(client -> client.preparedQuery("""
                        SELECT id
                        FROM sites
                        WHERE id > $1
                        ORDER BY id
                        LIMIT $2
                        """)
                .execute(Tuple.of(last, SITES_AT_ONCE))
                .map(rows -> Rows.list(rows, row -> row.getInteger("id"))));
    }

    /** Whether a statement or its transaction took longer than it may. */
    static boolean isOutOfTime(Throwable failure) {
        return failure instanceof TimeoutException
                || (failure instanceof PgException pg && OUT_OF_TIME.equals(pg.getSqlState()));
    }

    private final class Run<C> {
        private final Batch<C> batch;

        Run(Batch<C> batch) {
            this.batch = batch;
        }

        Future<Integer> from(@Nullable C after, int limit, int removed) {
            return database.transaction(client -> batch.delete(client, after, limit))
                    .transform(done -> done.succeeded()
                            ? next(done.result(), limit, removed)
                            : again(done.cause(), after, limit, removed));
        }

        private Future<Integer> next(Page<C> page, int limit, int removed) {
            var sum = removed + page.removed();
            return page.next() == null ? Future.succeededFuture(sum) : from(page.next(), limit, sum);
        }

        private Future<Integer> again(Throwable failure, @Nullable C after, int limit, int removed) {
            return isOutOfTime(failure) && limit > LEAST_LIMIT
                    ? from(after, Math.max(LEAST_LIMIT, limit / 2), removed)
                    : Future.failedFuture(failure);
        }
    }
}

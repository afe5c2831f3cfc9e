package dev.palabre.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.db.BatchedDelete.Page;
import dev.palabre.testing.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class BatchedDeleteTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static Database database;

    @BeforeAll
    static void open() throws Exception {
        database = new Database(VERTX, Postgres.fresh(), new Database.Limits(2, 10, 400));
        sql(
                "INSERT INTO sites (key, name, origins) SELECT 's' || n, 'S', '{https://s.example}' FROM generate_series(1, 3) n");
        sql("CREATE TABLE numbers (site_id integer, id integer, PRIMARY KEY (site_id, id))");
    }

    @AfterAll
    static void close() throws Exception {
        await(database.close());
        await(VERTX.close());
    }

    @Test
    void run_worksThroughABacklogInBatchesUntilNothingIsLeft() throws Exception {
        sql("INSERT INTO numbers SELECT 7, n FROM generate_series(1, 95) n");
        var batches = new ArrayList<Integer>();
        var removed = await(new BatchedDelete(database, 20)
                .<Boolean>run((client, after, limit) -> delete(client, 7, limit).map(page -> {
                    batches.add(page.removed());
                    return page;
                })));
        assertThat(removed).isEqualTo(95);
        assertThat(batches).containsExactly(20, 20, 20, 20, 15);
        assertThat(await(new BatchedDelete(database).<Boolean>run((client, after, limit) -> delete(client, 7, limit))))
                .isZero();
    }

    @Test
    void run_goesOnWhereTheBatchBeforeEnded() throws Exception {
        var seen = new ArrayList<Integer>();
        assertThat(await(new BatchedDelete(database).<Integer>run((client, after, limit) -> {
                    var from = after == null ? 0 : after;
                    seen.add(from);
                    return Future.succeededFuture(new Page<>(1, from == 3 ? null : from + 1));
                })))
                .isEqualTo(4);
        assertThat(seen).containsExactly(0, 1, 2, 3);
    }

    @Test
    void run_takesHalfAsManyAfterAStatementTimeout() throws Exception {
        var limits = new ArrayList<Integer>();
        var removed = await(new BatchedDelete(database, 80).<Boolean>run((client, after, limit) -> {
            limits.add(limit);
            return client.preparedQuery("SELECT pg_sleep($1)")
                    .execute(Tuple.of(limit > 20 ? 5.0 : 0.0))
                    .map(new Page<Boolean>(limit, limits.size() < 5 ? Boolean.TRUE : null));
        }));
        assertThat(limits).containsExactly(80, 40, 20, 20, 20);
        assertThat(removed).isEqualTo(60);
    }

    @Test
    void run_failsWhereTheSmallestBatchTakesTooLong() {
        var limits = new ArrayList<Integer>();
        assertThatThrownBy(() -> await(new BatchedDelete(database, 30).<Boolean>run((client, after, limit) -> {
                    limits.add(limit);
                    return client.query("SELECT pg_sleep(5)").execute().map(new Page<>(0, null));
                })))
                .satisfies(failure -> assertThat(BatchedDelete.isOutOfTime(failure.getCause()))
                        .isTrue());
        assertThat(limits).containsExactly(30, 15, 10);
    }

    @Test
    void forEachSite_doesTheOtherSitesWhereOneFailsAndReportsIt() throws Exception {
        sql("INSERT INTO numbers SELECT s, n FROM generate_series(1, 3) s, generate_series(1, 50) n");
        assertThatThrownBy(() -> await(new BatchedDelete(database, 20)
                        .<Boolean>forEachSite((client, siteId, after, limit) -> siteId == 2
                                ? Future.failedFuture(new IllegalStateException("site 2"))
                                : delete(client, siteId, limit))))
                .hasMessageContaining("site 2");
        assertThat(await(database.query(client -> client.query("SELECT DISTINCT site_id FROM numbers")
                                .execute()))
                        .iterator()
                        .next()
                        .getInteger(0))
                .isEqualTo(2);
        assertThat(await(new BatchedDelete(database, 20)
                        .<Boolean>forEachSite((client, siteId, after, limit) -> delete(client, siteId, limit))))
                .isEqualTo(50);
    }

    private static Future<Page<Boolean>> delete(SqlClient client, int siteId, int limit) {
        return client.preparedQuery("""
                        DELETE FROM numbers
                        WHERE site_id = $1 AND id IN (SELECT id FROM numbers WHERE site_id = $1 ORDER BY id LIMIT $2)
                        """).execute(Tuple.of(siteId, limit)).map(rows -> Page.of(rows.rowCount(), limit));
    }

    private static void sql(String sql) throws Exception {
        await(database.query(client -> client.query(sql).execute().<List<Object>>map(done -> List.of())));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}

package dev.palabre.comment.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.db.Database;
import dev.palabre.db.Rows;
import dev.palabre.testing.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a page of a thread costs must not grow with the thread. */
@Tag("server")
final class ThreadPlanTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final int PAGE_SIZE = 51;
    private static Database database;

    @BeforeAll
    static void seed() {
        database = new Database(VERTX, Postgres.fresh(), new Database.Limits(2, 10, 60_000));
        run("INSERT INTO sites (key, name, origins) VALUES ('plan', 'Plan', '{https://plan.example}')");
        thread("/hundred", 100);
        thread("/thousands", 10_000);
        run("ANALYZE");
    }

    @AfterAll
    static void close() {
        await(database.close());
        await(VERTX.close());
    }

    @ParameterizedTest
    @EnumSource(ThreadOrder.class)
    void firstPage_hasTheSamePlanAndReadsNoMoreInALongThread(ThreadOrder sort) {
        var shortOne = plan(sort, "/hundred");
        var longOne = plan(sort, "/thousands");
        assertThat(shape(longOne)).isEqualTo(shape(shortOne)).anyMatch(node -> node.contains("comments_published"));
        assertThat(buffers(longOne)).isLessThanOrEqualTo(buffers(shortOne) + 8);
    }

    private static void thread(String page, int comments) {
        run("""
                WITH thread AS (
                    INSERT INTO threads (site_id, id, page_key, url, title, published)
                    VALUES (1, gen_random_uuid(), '%1$s', 'https://plan.example%1$s', 'Plan', %2$d)
                    RETURNING id)
                INSERT INTO comments (site_id, id, thread_id, status, text, html, lang, name, published_at)
                SELECT 1, gen_random_uuid(), thread.id, 'published', 'x', '<p>x</p>', 'fr', 'X',
                       timestamptz '2026-01-01' + n * interval '1 minute'
                FROM thread, generate_series(1, %2$d) AS n
                """.formatted(page, comments));
    }

    private static JsonObject plan(ThreadOrder sort, String page) {
        var first = ThreadCursor.parse(null, sort);
        return await(database.query(client -> client.preparedQuery(
                                "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + ThreadStore.PAGES.get(sort))
                        .execute(Tuple.of(1, page, Rows.bind(first.at()), first.id(), PAGE_SIZE))))
                .iterator()
                .next()
                .getJsonArray(0)
                .getJsonObject(0)
                .getJsonObject("Plan");
    }

    /** Every node's kind and index, from the top. */
    private static List<String> shape(JsonObject plan) {
        var nodes = new ArrayList<>(List.of(plan.getString("Node Type") + " " + plan.getString("Index Name", "")));
        if (plan.containsKey("Plans")) {
            plan.getJsonArray("Plans").forEach(inner -> nodes.addAll(shape((JsonObject) inner)));
        }
        return nodes;
    }

    private static int buffers(JsonObject plan) {
        return plan.getInteger("Shared Hit Blocks") + plan.getInteger("Shared Read Blocks");
    }

    private static void run(String sql) {
        await(database.query(client -> client.query(sql).execute()));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}

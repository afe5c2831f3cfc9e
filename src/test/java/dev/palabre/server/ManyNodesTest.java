package dev.palabre.server;

import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static dev.palabre.testing.CommentDriver.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several nodes on one database: what one publishes all serve, also when their listener was cut off. */
@Tag("server")
final class ManyNodesTest {
    private static TestServer here;
    private static TestServer there;
    private static CommentDriver desk;

    @BeforeAll
    static void start() {
        var database = Postgres.fresh();
        here = TestServer.join(database, Map.of()).site("lsi", SITE, Map.of());
        there = TestServer.join(database, Map.of());
        desk = new CommentDriver(here);
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
    }

    @Test
    void publication_isServedAtOnceHereAndWithinASecondThere() {
        for (int i = 0; i < 10; i++) {
            var page = CommentDriver.page();
            var submitted = desk.submit(page);
            assertThat(countOf(here, page)).isZero();
            assertThat(countOf(there, page)).isZero();
            desk.publish(submitted);
            assertThat(countOf(here, page)).isEqualTo(1);
            assertThat(CommentDriver.within(1_000, () -> countOf(there, page) == 1))
                    .isTrue();
            desk.move(submitted, CommentStatus.REMOVED, null);
            assertThat(countOf(here, page)).isZero();
            assertThat(CommentDriver.within(1_000, () -> countOf(there, page) == 0))
                    .isTrue();
        }
    }

    @Test
    void settings_ofASiteHoldOnAllNodesWithinASecond() {
        assertThat(json(there.get(thread(CommentDriver.page()))).getBoolean("open"))
                .isTrue();
        Infrastructure.await(here.ground().sites().set("lsi", Map.of("origins", SITE + ",https://alias.example")));
        assertThat(here.get(thread("https://alias.example/")).statusCode()).isEqualTo(200);
        assertThat(CommentDriver.within(
                        1_000, () -> there.get(thread("https://alias.example/")).statusCode() == 200))
                .isTrue();
    }

    @Test
    void notice_thatIsLostWhileNobodyListensIsMadeGoodByTheNextSubscription() {
        for (int i = 0; i < 5; i++) {
            var page = CommentDriver.page();
            var submitted = desk.submit(page);
            assertThat(countOf(there, page)).isZero();
            // The cut and the publication go in one statement after the other: nobody can have listened again.
            desk.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND query LIKE 'LISTEN%'");
            desk.publish(submitted);
            assertThat(countOf(here, page)).isEqualTo(1);
            assertThat(CommentDriver.within(3_000, () -> countOf(there, page) == 1))
                    .isTrue();
        }
    }

    @Test
    void receipt_madeByOneNodeOpensOnAnother() {
        var submitted = desk.submit(CommentDriver.page());
        assertThat(there.get("/c/" + submitted.getString("receipt")).statusCode())
                .isEqualTo(200);
    }

    private static int countOf(TestServer node, String page) {
        return json(node.get(thread(page))).getInteger("count");
    }
}

package dev.palabre.privacy.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.palabre.testing.Postgres;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Once a day, at night, and by one node. */
@Tag("server")
final class RetentionJobTest {
    @TempDir
    Path data;

    private TestNode here;
    private TestNode there;

    @BeforeEach
    void start() {
        var database = Postgres.fresh();
        here = new TestNode(database, data.resolve("here")).site("dakar", "Africa/Dakar");
        there = new TestNode(database, data.resolve("there"));
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    @Test
    void round_leavesASiteBeOnTheDayWhenItIsSeenFirst() {
        here.due.set(3);
        here.runDaily();
        here.runDaily();
        assertThat(here.due.get()).isEqualTo(3);
        assertThat(TestNode.await(here.module.retention().lastDaily(here.site("dakar"))))
                .isEmpty();
    }

    @Test
    void round_beginsAtThreeOfTheSitesOwnTimeAndOnceADay() {
        here.site("tokyo", "Asia/Tokyo");
        here.runDaily();
        here.now.set(Instant.parse("2026-11-22T17:59:00Z"));
        here.due.set(1);
        here.runDaily();
        assertThat(here.batches.get()).isZero();
        here.now.set(Instant.parse("2026-11-22T18:01:00Z"));
        here.runDaily();
        assertThat(here.log("tokyo"))
                .extracting(RetentionRun::rule, RetentionRun::cause, RetentionRun::removed)
                .containsExactly(tuple("spam", "schedule", 1L));
        assertThat(here.log("dakar")).isEmpty();
        here.now.set(Instant.parse("2026-11-23T03:01:00Z"));
        here.due.set(2);
        here.runDaily();
        assertThat(here.log("dakar")).extracting(RetentionRun::removed).containsExactly(2L);
        here.due.set(4);
        here.runDaily();
        assertThat(here.due.get()).isEqualTo(4);
        assertThat(TestNode.await(here.module.retention().lastDaily(here.site("dakar"))))
                .isPresent();
    }

    @Test
    void round_byManyNodesAtOnceIsDoneByOne() {
        here.runDaily();
        for (int day = 1; day <= 5; day++) {
            here.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
            there.now.set(here.now.get());
            here.batches.set(0);
            there.batches.set(0);
            TestNode.await(
                    Future.all(List.of(here.module.runDaily(), there.module.runDaily(), here.module.runDaily())));
            assertThat(here.batches.get() + there.batches.get()).isEqualTo(1);
        }
    }

    @Test
    void round_thatFailedIsGoneOnWithLater() {
        here.runDaily();
        here.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        here.failures.set(1);
        here.due.set(1);
        here.runDaily();
        assertThat(here.log("dakar")).extracting(RetentionRun::failure).containsExactly("IllegalStateException");
        here.runDaily();
        assertThat(here.due.get()).isEqualTo(1);
        here.sql("UPDATE retention_days SET lease_until = now()");
        here.runDaily();
        assertThat(here.due.get()).isZero();
        here.runDaily();
        assertThat(here.batches.get()).isEqualTo(3);
    }

    @Test
    void round_ofANodeThatDiedIsTakenOverWhenItsLeaseIsOver() {
        here.runDaily();
        here.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        there.now.set(here.now.get());
        there.due.set(1);
        here.sql("UPDATE retention_days SET day = day + 1, open = true, lease_until = now() + interval '1 minute'");
        there.runDaily();
        assertThat(there.due.get()).isEqualTo(1);
        here.sql("UPDATE retention_days SET lease_until = now()");
        there.runDaily();
        assertThat(there.due.get()).isZero();
    }

    @Test
    void run_ofAHundredThousandBatchesComesToItsEnd() {
        here.due.set(100_000 * Retention.BATCH + 1);
        var pass = TestNode.await(
                here.module.retention().run(here.site("dakar"), RunTrigger.COMMAND, Duration.ofHours(1)));
        assertThat(pass.removed()).isEqualTo(100_000L * Retention.BATCH + 1);
        assertThat(pass.complete()).isTrue();
    }

    @Test
    void log_isKeptForThreeYears() {
        here.runDaily();
        here.sql("""
                INSERT INTO retention_runs (site_id, id, rule, cause, started_at, finished_at, removed)
                SELECT id, gen_random_uuid(), 'spam', 'schedule', now() - d * interval '1 day', now(), 1
                FROM sites, unnest(ARRAY[1, 1000, 1100]) d
                """);
        here.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        here.runDaily();
        assertThat(here.log("dakar")).hasSize(2);
    }
}

package dev.palabre.privacy.retention;

import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static dev.palabre.testing.CommentDriver.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.server.Infrastructure;
import dev.palabre.site.RetentionPeriods;
import dev.palabre.site.Site;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is due at some later day, and what is left of it then. */
final class RetentionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private TestServer here;
    private TestServer there;
    private CommentDriver desk;

    @BeforeEach
    void start() {
        var database = Postgres.fresh();
        here = TestServer.join(database, Map.of()).site("lsi", SITE, Map.of());
        there = TestServer.join(database, Map.of());
        desk = new CommentDriver(here);
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    @Test
    void plan_saysHowMuchIsDueAndChangesNothing() {
        desk.submit(CommentDriver.page());
        desk.submit(CommentDriver.page());
        desk.move(desk.submit(CommentDriver.page()), CommentStatus.SPAM, null);
        desk.move(desk.submit(CommentDriver.page()), CommentStatus.REJECTED, "hors sujet");
        desk.published(CommentDriver.page());
        assertThat(due(0)).isEmpty();
        assertThat(due(29)).isEmpty();
        assertThat(due(31)).isEqualTo(Map.of("pending", 2L, "spam", 1L));
        assertThat(due(181)).isEqualTo(Map.of("pending", 2L, "spam", 1L, "rejected", 1L));
        assertThat(due(1_096)).containsEntry("email", 1L).doesNotContainKey("published");
        Infrastructure.await(
                here.ground().sites().set("lsi", Map.of("publishedKeepDays", "90", "spamKeepDays", "300")));
        assertThat(due(91)).isEqualTo(Map.of("pending", 2L, "published", 1L));
        assertThat(desk.count("SELECT count(*)::int FROM comments WHERE status = 'erased'"))
                .isZero();
        assertThat(desk.count("SELECT count(*)::int FROM retention_runs")).isZero();
    }

    @Test
    void L60_runErasesEachStateWhenItsTimeIsOverAndTellsNobody() {
        Infrastructure.await(here.ground().sites().set("lsi", Map.of("publishedKeepDays", "400")));
        var page = CommentDriver.page();
        var published = desk.submit(CommentDriver.draft(page).put("text", "Canari"));
        desk.publish(published);
        var withdrawn = desk.submit(CommentDriver.page());
        desk.move(withdrawn, CommentStatus.WITHDRAWN, null);
        var removed = desk.published(CommentDriver.page());
        desk.move(removed, CommentStatus.REMOVED, null);
        var rejected = desk.submit(CommentDriver.page());
        desk.move(rejected, CommentStatus.REJECTED, "parce que");
        var pending = desk.submit(CommentDriver.page());
        assertThat(there.get(thread(page)).body()).contains("Canari");
        desk.sql("DELETE FROM outbox");

        assertThat(run(31).removed()).isEqualTo(2);
        assertThat(statuses(withdrawn, pending, rejected, removed, published))
                .containsExactly("erased", "erased", "rejected", "removed", "published");
        assertThat(run(181).removed()).isEqualTo(1);
        assertThat(run(366).removed()).isEqualTo(1);
        assertThat(run(401).removed()).isEqualTo(1);
        assertThat(run(401)).isEqualTo(new RunResult(List.of(), true));
        assertThat(run(4_000)).isEqualTo(new RunResult(List.of(), true));

        assertThat(here.get(thread(page)).body()).doesNotContain("Canari");
        assertThat(CommentDriver.within(
                        1_000, () -> json(there.get(thread(page))).getInteger("count") == 0))
                .isTrue();
        assertThat(here.get("/c/" + published.getString("receipt")).statusCode())
                .isEqualTo(404);
        assertThat(desk.count("SELECT count(*)::int FROM outbox")).isZero();
        assertThat(desk.count("SELECT count(*)::int FROM addresses")).isZero();
        assertThat(desk.count("SELECT count(*)::int FROM comments WHERE text || name || html <> ''"))
                .isZero();
        assertThat(desk.count("SELECT count(*)::int FROM status_changes WHERE reason IS NOT NULL"))
                .isZero();
        assertThat(desk.count("SELECT count(*)::int FROM status_changes WHERE status = 'erased'"))
                .isEqualTo(5);
        assertThat(desk.count("SELECT count(*)::int FROM erasures WHERE kind = 'comment'"))
                .isEqualTo(5);
    }

    @Test
    void run_ofUnconfirmedOnesLeavesThoseThatWaitForAModerator() {
        Infrastructure.await(here.ground().sites().set("lsi", Map.of("verification", "on")));
        var unconfirmed = desk.submit(CommentDriver.page());
        Infrastructure.await(here.ground().sites().set("lsi", Map.of("verification", "")));
        var pending = desk.submit(CommentDriver.page());
        assertThat(due(8)).isEqualTo(Map.of("unconfirmed", 1L));
        run(8);
        assertThat(statuses(unconfirmed, pending)).containsExactly("erased", "pending");
    }

    @Test
    void run_goesOnBatchAfterBatchAndLogsARowForEachRule() {
        var page = CommentDriver.page();
        for (int i = 0; i < 120; i++) {
            desk.submit(page);
        }
        desk.move(desk.submit(page), CommentStatus.SPAM, null);
        var pass = run(31);
        assertThat(pass.complete()).isTrue();
        assertThat(pass.runs())
                .extracting(RetentionRun::rule, RetentionRun::removed)
                .containsExactly(tuple("pending", 120L), tuple("spam", 1L));
        var log = Infrastructure.await(retention(31).log(site(), 10));
        assertThat(log)
                .extracting(RetentionRun::rule, RetentionRun::cause, RetentionRun::failure)
                .containsExactly(tuple("spam", "command", null), tuple("pending", "command", null));
    }

    @Test
    void run_passesOverWhatSomebodyElseIsAt() {
        var taken = desk.submit(CommentDriver.page());
        var free = desk.submit(CommentDriver.page());
        var pass = Infrastructure.await(here.ground().database().transaction(client -> client.preparedQuery(
                        "SELECT id FROM comments WHERE id = $1 FOR UPDATE")
                .execute(io.vertx.sqlclient.Tuple.of(java.util.UUID.fromString(taken.getString("id"))))
                .compose(locked -> retention(31).run(site(), RunTrigger.COMMAND, MINUTE))));
        assertThat(pass.removed()).isEqualTo(1);
        assertThat(statuses(taken, free)).containsExactly("pending", "erased");
    }

    @Test
    void run_thatHasNoTimeLeftSaysThatItIsNotComplete() {
        desk.submit(CommentDriver.page());
        assertThat(Infrastructure.await(retention(31).run(site(), RunTrigger.COMMAND, Duration.ZERO)))
                .isEqualTo(new RunResult(List.of(), false));
    }

    @Test
    void run_whoseRuleFailsDoesTheOthersAndLogsNoWordOfARow() {
        var calls = new AtomicInteger();
        RetentionRule failing = new RetentionRule() {
            @Override
            public String name() {
                return "pending";
            }

            @Override
            public int days(RetentionPeriods keep) {
                return 1;
            }

            @Override
            public Future<Long> due(int siteId, Instant before) {
                return Future.succeededFuture(0L);
            }

            @Override
            public Future<Integer> erase(int siteId, Instant before, int most) {
                return calls.getAndIncrement() == 0
                        ? Future.succeededFuture(3)
                        : Future.failedFuture(new IllegalStateException("Key (email)=(canari@example.org)"));
            }
        };
        var second = new AtomicInteger();
        RetentionRule working = new RetentionRule() {
            @Override
            public String name() {
                return "spam";
            }

            @Override
            public int days(RetentionPeriods keep) {
                return 1;
            }

            @Override
            public Future<Long> due(int siteId, Instant before) {
                return Future.succeededFuture(0L);
            }

            @Override
            public Future<Integer> erase(int siteId, Instant before, int most) {
                return Future.succeededFuture(second.getAndIncrement() == 0 ? 1 : 0);
            }
        };
        var retention = new Retention(here.ground().database(), List.of(failing, working), Instant::now);
        var pass = Infrastructure.await(retention.run(site(), RunTrigger.CONSOLE, MINUTE));
        assertThat(pass.complete()).isFalse();
        assertThat(Infrastructure.await(retention.log(site(), 10)))
                .extracting(RetentionRun::rule, RetentionRun::removed, RetentionRun::failure)
                .containsExactly(tuple("spam", 1L, null), tuple("pending", 3L, "IllegalStateException"));
    }

    @Test
    void L60_emailGoesWhenItsOwnerHasDoneNothingAndTheCommentStays() {
        var page = CommentDriver.page();
        var old = desk.submit(CommentDriver.draft(page).put("email", "vieille@example.org"));
        desk.publish(old);
        var young = desk.submit(CommentDriver.draft(page).put("email", "jeune@example.org"));
        desk.publish(young);
        desk.sql("DELETE FROM outbox");
        assertThat(due(1_096)).isEqualTo(Map.of("email", 2L));
        desk.sql(
                "UPDATE comments SET edited_at = now() + interval '2 days' WHERE id = '" + young.getString("id") + "'");
        assertThat(due(1_096)).isEqualTo(Map.of("email", 1L));
        run(1_096);

        assertThat(desk.count("SELECT count(*)::int FROM addresses WHERE email = 'vieille@example.org'"))
                .isZero();
        assertThat(desk.count("SELECT count(*)::int FROM addresses")).isEqualTo(1);
        assertThat(statuses(old, young)).containsExactly("published", "published");
        assertThat(json(here.get(thread(page))).getInteger("count")).isEqualTo(2);
        assertThat(here.get("/c/" + old.getString("receipt")).statusCode()).isEqualTo(200);
        assertThat(desk.count("SELECT count(*)::int FROM erasures WHERE kind = 'address'"))
                .isEqualTo(1);
        // The address may come again, and is somebody new.
        desk.submit(CommentDriver.draft(page).put("email", "vieille@example.org"));
        assertThat(desk.count("SELECT count(*)::int FROM comments WHERE address_id IS NOT NULL"))
                .isEqualTo(2);
    }

    @Test
    void email_isKeptWhileMailsAreStoppedOrWritten() {
        var submitted = desk.submit(CommentDriver.page());
        desk.publish(submitted);
        desk.sql("DELETE FROM outbox");
        assertThat(due(1_096)).isEqualTo(Map.of("email", 1L));
        desk.sql("UPDATE addresses SET muted_at = now() + interval '2 days'");
        assertThat(due(1_096)).isEmpty();
        desk.sql("UPDATE addresses SET muted_at = NULL");
        desk.sql("""
                INSERT INTO outbox (site_id, id, message_id, kind, subject_id, address_id, lang, created_at)
                SELECT site_id, gen_random_uuid(), 'm', 'mine', gen_random_uuid(), id, 'fr', now() + interval '2 days' FROM addresses
                """);
        assertThat(due(1_096)).isEmpty();
    }

    private Map<String, Long> due(int days) {
        return Infrastructure.await(retention(days).plan(site())).stream()
                .filter(each -> each.due() > 0)
                .collect(Collectors.toMap(DueCount::rule, DueCount::due));
    }

    private RunResult run(int days) {
        return Infrastructure.await(retention(days).run(site(), RunTrigger.COMMAND, MINUTE));
    }

    private Retention retention(int days) {
        return module(days).retention();
    }

    /** As it will be in so many days. */
    private RetentionModule module(int days) {
        return here.application(Clock.offset(Clock.systemUTC(), Duration.ofDays(days)))
                .retention();
    }

    private Site site() {
        return Infrastructure.await(here.ground().sites().require("lsi"));
    }

    private List<String> statuses(JsonObject... submitted) {
        return List.of(submitted).stream()
                .map(each -> desk.sql("SELECT status FROM comments WHERE id = '" + each.getString("id") + "'")
                        .iterator()
                        .next()
                        .getString(0))
                .toList();
    }
}

package dev.palabre.comment.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.db.DatabaseAddress;
import dev.palabre.db.Notifications;
import dev.palabre.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How many comments find a place in a site's queue; the database is a map. */
final class QueueCapacityTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final Map<Integer, Integer> stored = new HashMap<>();
    private final Notifications changes =
            new Notifications(VERTX, DatabaseAddress.parse("postgresql://u:p@localhost:1/none"));
    private final QueueCapacity queue =
            new QueueCapacity(siteId -> Future.succeededFuture(stored.getOrDefault(siteId, 0)), changes, 3);

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void within_takesWhileThereIsAPlace() {
        stored.put(1, 2);
        assertThat(take(1, true).result()).isTrue();
        assertThat(code(take(1, true))).isEqualTo("queue_full");
    }

    @Test
    void within_saysWhenToTryAgain() {
        stored.put(1, 3);
        assertThat(take(1, true).cause()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
            assertThat(problem.retryAfterSeconds()).isPositive();
        });
    }

    @Test
    void within_countsEachSiteByItself() {
        stored.put(1, 3);
        assertThat(take(1, true).failed()).isTrue();
        assertThat(take(2, true).result()).isTrue();
    }

    @Test
    void within_countsWhatIsOnItsWay() {
        var slow = Promise.<Boolean>promise();
        for (int i = 0; i < 3; i++) {
            queue.within(1, slow::future);
        }
        assertThat(code(take(1, true))).isEqualTo("queue_full");
    }

    @Test
    void within_givesThePlaceBackOfWhatWasNotTaken() {
        for (int i = 0; i < 10; i++) {
            assertThat(take(1, false).result()).isFalse();
            assertThat(queue.within(1, () -> Future.failedFuture("no")).failed())
                    .isTrue();
        }
        assertThat(take(1, true).result()).isTrue();
    }

    @Test
    void within_doesNotStartWhatFindsNoPlace() {
        stored.put(1, 3);
        var started = new boolean[1];
        queue.within(1, () -> {
            started[0] = true;
            return Future.succeededFuture(true);
        });
        assertThat(started[0]).isFalse();
    }

    @Test
    void notifyThisNode_countsTheQueueAgain() {
        stored.put(1, 3);
        assertThat(take(1, true).failed()).isTrue();
        stored.put(1, 0);
        assertThat(take(1, true).failed()).isTrue();
        QueueCapacity.notifyThisNode(changes, 1);
        assertThat(take(1, true).result()).isTrue();
    }

    private Future<Boolean> take(int siteId, boolean taken) {
        return queue.within(siteId, () -> Future.succeededFuture(taken));
    }

    private static String code(Future<Boolean> refused) {
        return refused.cause() instanceof Problem problem ? problem.code() : "";
    }
}

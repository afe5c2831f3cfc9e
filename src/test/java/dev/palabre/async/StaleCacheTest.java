package dev.palabre.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.async.StaleCache.Aged;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class StaleCacheTest {
    /** Values that are never fresh, so that each question loads. */
    private final StaleCache<String, String> cache =
            new StaleCache<>(1_000, (key, value) -> 1, Duration.ZERO, Duration.ofMinutes(10));

    private static final Future<String> AWAY = Future.failedFuture(new TimeoutException());

    @Test
    void get_servesTheOlderValueMarkedWhileTheDatabaseIsAway() {
        assertThat(cache.get("a", () -> Future.succeededFuture("one")).result()).isEqualTo(new Aged<>("one", false));
        assertThat(cache.get("a", () -> AWAY).result()).isEqualTo(new Aged<>("one", true));
        assertThat(cache.get("b", () -> AWAY).failed()).isTrue();
    }

    @Test
    void get_doesNotAskForEachQuestionWhileTheDatabaseIsAway() {
        cache.get("a", () -> Future.succeededFuture("one"));
        cache.get("a", () -> AWAY);
        var asked = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            assertThat(cache.get("a", () -> {
                                asked.incrementAndGet();
                                return AWAY;
                            })
                            .result())
                    .isEqualTo(new Aged<>("one", true));
        }
        assertThat(asked.get()).isLessThan(10);
    }

    @Test
    void get_failsForOtherReasonsThanAnOutage() {
        cache.get("a", () -> Future.succeededFuture("one"));
        assertThat(cache.get("a", () -> Future.failedFuture(new IllegalStateException()))
                        .failed())
                .isTrue();
    }

    @Test
    void removeIf_leavesNothingToServeInAnOutage() {
        cache.get("a", () -> Future.succeededFuture("one"));
        cache.removeIf("a"::equals);
        assertThat(cache.get("a", () -> AWAY).failed()).isTrue();
    }

    @Test
    void removeIf_whileAValueIsLoadedKeepsTheOlderOneFromComingBack() {
        cache.get("a", () -> Future.succeededFuture("one"));
        Promise<String> loading = Promise.promise();
        var answer = cache.get("a", loading::future);
        cache.removeIf("a"::equals);
        loading.fail(new TimeoutException());
        assertThat(answer.failed()).isTrue();
    }

    @Test
    void get_loadsOnceHoweverManyAsk() {
        var asked = new AtomicInteger();
        Promise<String> loading = Promise.promise();
        var first = cache.get("a", () -> {
            asked.incrementAndGet();
            return loading.future();
        });
        var second = cache.get("a", () -> {
            asked.incrementAndGet();
            return loading.future();
        });
        loading.complete("one");
        assertThat(first.result().value()).isEqualTo("one");
        assertThat(second.result().value()).isEqualTo("one");
        assertThat(asked.get()).isEqualTo(1);
    }
}

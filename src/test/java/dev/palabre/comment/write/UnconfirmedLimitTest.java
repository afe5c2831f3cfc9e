package dev.palabre.comment.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class UnconfirmedLimitTest {
    private final AtomicLong nanos = new AtomicLong();
    private final CountingStore store = new CountingStore();
    private final UnconfirmedLimit limit = new UnconfirmedLimit(store, 100, nanos::get);

    private static final class CountingStore implements UnconfirmedLimit.Store {
        private int stored;
        private int counts;
        private boolean locked;
        private final List<Integer> erased = new ArrayList<>();

        @Override
        public Future<Integer> count(int siteId, int most) {
            counts++;
            return Future.succeededFuture(Math.min(most, stored));
        }

        @Override
        public Future<Integer> eraseOldest(int siteId, int most) {
            if (locked) {
                return Future.succeededFuture(0);
            }
            erased.add(most);
            stored -= most;
            return Future.succeededFuture(most);
        }
    }

    @Test
    void added_erasesNothingUpToTheLimit() {
        store.stored = 100;
        limit.added(1);
        assertThat(store.erased).isEmpty();
    }

    @Test
    void added_erasesTheOldestInBatchesDownToTheLimit() {
        store.stored = 230;
        limit.added(1);
        assertThat(store.erased).containsExactly(50, 50, 30);
        assertThat(store.stored).isEqualTo(100);
    }

    @Test
    void added_countsASiteOnceInAWhileHoweverManyCome() {
        for (int i = 0; i < 1_000; i++) {
            limit.added(1);
        }
        assertThat(store.counts).isEqualTo(1);
        limit.added(2);
        assertThat(store.counts).isEqualTo(2);
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        limit.added(1);
        assertThat(store.counts).isEqualTo(3);
    }

    @Test
    void added_stopsWhereOthersHoldTheOldest() {
        store.stored = 230;
        store.locked = true;
        limit.added(1);
        assertThat(store.counts).isEqualTo(1);
    }
}

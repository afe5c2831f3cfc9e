package dev.palabre.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FuturesTest {
    private final List<Integer> started = new ArrayList<>();

    @Test
    void inSequence_startsAStepOnlyAfterThePreviousOneEnded() {
        var first = Promise.<Void>promise();
        var done = Futures.inSequence(List.of(1, 2), item -> {
            started.add(item);
            return item == 1 ? first.future() : Future.succeededFuture();
        });
        assertThat(started).containsExactly(1);
        assertThat(done.isComplete()).isFalse();
        first.complete();
        assertThat(started).containsExactly(1, 2);
        assertThat(done.succeeded()).isTrue();
    }

    @Test
    void inSequence_stopsAtTheFirstFailure() {
        var done = Futures.inSequence(List.of(1, 2, 3), this::failingAtTwo);
        assertThat(started).containsExactly(1, 2);
        assertThat(done.cause()).hasMessage("2");
    }

    @Test
    void inSequenceDespiteFailures_runsEveryStepAndFailsWithTheFirstFailure() {
        var done = Futures.inSequenceDespiteFailures(List.of(2, 1, 4), this::failingAtEven);
        assertThat(started).containsExactly(2, 1, 4);
        assertThat(done.cause()).hasMessage("2");
    }

    @Test
    void inSequenceDespiteFailures_continuesAfterAStepThatThrows() {
        var done = Futures.inSequenceDespiteFailures(List.of(1, 2), item -> {
            started.add(item);
            throw new IllegalStateException(item.toString());
        });
        assertThat(started).containsExactly(1, 2);
        assertThat(done.cause()).hasMessage("1");
    }

    @Test
    void inSequence_ofNothingSucceeds() {
        assertThat(Futures.inSequence(List.<Integer>of(), this::failingAtTwo).succeeded())
                .isTrue();
        assertThat(Futures.inSequenceDespiteFailures(List.<Integer>of(), this::failingAtTwo)
                        .succeeded())
                .isTrue();
    }

    private Future<Void> failingAtTwo(int item) {
        started.add(item);
        return item == 2 ? Future.failedFuture("2") : Future.succeededFuture();
    }

    private Future<Void> failingAtEven(int item) {
        started.add(item);
        return item % 2 == 0 ? Future.failedFuture(String.valueOf(item)) : Future.succeededFuture();
    }
}

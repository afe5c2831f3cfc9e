package dev.palabre.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class OnDemandRunTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final BlockingQueue<Promise<Boolean>> runs = new LinkedBlockingQueue<>();
    private final OnDemandRun onDemand = new OnDemandRun(VERTX, "test", () -> {
        var run = Promise.<Boolean>promise();
        runs.add(run);
        return run.future();
    });

    @AfterAll
    static void close() {
        await(VERTX.close());
    }

    @Test
    void request_duringARunIsOneMoreRun() throws Exception {
        onDemand.request();
        var first = next();
        for (int i = 0; i < 100; i++) {
            onDemand.request();
        }
        assertThat(runs).isEmpty();
        first.complete(false);
        next().complete(false);
        await(onDemand.stop());
        assertThat(runs).isEmpty();
    }

    @Test
    void run_isRepeatedAtOnceWhileThereIsMore() throws Exception {
        onDemand.request();
        next().complete(true);
        next().complete(true);
        next().complete(false);
        await(onDemand.stop());
        assertThat(runs).isEmpty();
    }

    @Test
    void request_runsAgainAfterAFailure() throws Exception {
        onDemand.request();
        next().fail("the database is away");
        onDemand.request();
        next().complete(false);
        await(onDemand.stop());
    }

    @Test
    void stop_waitsForTheRunUnderWayAndStartsNoOther() throws Exception {
        onDemand.request();
        var run = next();
        var stopped = onDemand.stop();
        onDemand.request();
        assertThat(stopped.isComplete()).isFalse();
        run.complete(true);
        await(stopped);
        assertThat(runs).isEmpty();
    }

    private Promise<Boolean> next() throws InterruptedException {
        var run = runs.poll(10, TimeUnit.SECONDS);
        assertThat(run).isNotNull();
        return run;
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}

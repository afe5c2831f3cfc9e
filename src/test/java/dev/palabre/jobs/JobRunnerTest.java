package dev.palabre.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.jobs.Job.Scope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class JobRunnerTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<String> released = new ArrayList<>();
    private final Leases free = leases(true);

    @AfterAll
    static void close() {
        await(VERTX.close());
    }

    @Test
    void run_continuesWhileBatchesAreFull() {
        var left = new int[] {25};
        var limits = new ArrayList<Integer>();
        var runner = runner(job("purge", Scope.CLUSTER, 10, limit -> {
            limits.add(limit);
            var done = Math.min(limit, left[0]);
            left[0] -= done;
            return Future.succeededFuture(done);
        }));

        assertThat(await(runner.run("purge"))).isEqualTo(25);
        assertThat(limits).containsExactly(10, 10, 10);
        assertThat(released).containsExactly("purge");
    }

    @Test
    void run_halvesTheBatchAfterATimeoutAndRecoversAfterSuccess() {
        var limits = new ArrayList<Integer>();
        var runner = runner(job("purge", Scope.NODE, 1_000, limit -> {
            limits.add(limit);
            return limits.size() <= 2
                    ? Future.failedFuture(new TimeoutException("statement timeout"))
                    : Future.succeededFuture(0);
        }));

        for (var i = 0; i < 5; i++) {
            await(runner.run("purge"));
        }
        assertThat(limits).containsExactly(1_000, 500, 250, 500, 1_000);
        assertThat(metrics.counter("palabre.job.failures", "job", "purge").count())
                .isEqualTo(2);
    }

    @Test
    void run_keepsTheBatchSizeAfterAFailureThatIsNoTimeout() {
        var limits = new ArrayList<Integer>();
        var runner = runner(job("purge", Scope.NODE, 100, limit -> {
            limits.add(limit);
            throw new IllegalStateException("broken");
        }));

        await(runner.run("purge"));
        await(runner.run("purge"));
        assertThat(limits).containsExactly(100, 100);
    }

    @Test
    void run_joinsTheRunThatIsUnderWay() {
        var promise = Promise.<Integer>promise();
        var starts = new ArrayList<Integer>();
        var runner = runner(job("count", Scope.NODE, 10, limit -> {
            starts.add(limit);
            return promise.future();
        }));

        var first = runner.run("count");
        var second = runner.run("count");
        promise.complete(3);
        assertThat(await(first)).isEqualTo(3);
        assertThat(await(second)).isEqualTo(3);
        assertThat(starts).hasSize(1);
    }

    @Test
    void run_leavesAJobThatAnotherNodeRuns() {
        var runner = new JobRunner(VERTX, leases(false), metrics, List.of(job("seal", Scope.CLUSTER, 10, limit -> {
            throw new AssertionError("must not run");
        })));

        assertThat(await(runner.run("seal"))).isZero();
        assertThat(released).isEmpty();
    }

    @Test
    void run_releasesTheLeaseAfterAFailure() {
        var runner = runner(job("seal", Scope.CLUSTER, 10, limit -> Future.failedFuture("no")));

        await(runner.run("seal"));
        assertThat(released).containsExactly("seal");
    }

    @Test
    void stop_waitsForTheRunThatIsUnderWayAndStartsNoFurtherBatch() {
        var promise = Promise.<Integer>promise();
        var batches = new ArrayList<Integer>();
        var runner = runner(job("purge", Scope.NODE, 10, limit -> {
            batches.add(limit);
            return promise.future();
        }));

        runner.run("purge");
        var stopped = runner.stop();
        assertThat(stopped.isComplete()).isFalse();
        promise.complete(10);
        await(stopped);
        assertThat(batches).hasSize(1);
    }

    @Test
    void start_runsEachJobSoonAfterTheStart() {
        var ran = Promise.<Void>promise();
        var job = new Job("soon", Duration.ofMillis(1), Duration.ofSeconds(5), Scope.NODE, 10, limit -> {
            ran.tryComplete();
            return Future.succeededFuture(0);
        });
        var runner = runner(job);
        runner.start();
        await(ran.future());
        await(runner.stop());
    }

    @Test
    void firstDelay_isSpreadOverHalfAMinuteAtMost() {
        var random = new Random(7);
        for (var i = 0; i < 100; i++) {
            assertThat(JobRunner.firstDelay(Duration.ofHours(1), random))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
        }
        assertThat(JobRunner.firstDelay(Duration.ofMillis(200), random)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void constructor_refusesTwoJobsOfOneName() {
        var job = job("purge", Scope.NODE, 10, limit -> Future.succeededFuture(0));
        assertThatThrownBy(() -> runner(job, job)).hasMessage("two jobs are named purge");
    }

    private JobRunner runner(Job... jobs) {
        return new JobRunner(VERTX, free, metrics, List.of(jobs));
    }

    private static Job job(String name, Scope scope, int maxBatch, Job.Work work) {
        return new Job(name, Duration.ofHours(1), Duration.ofSeconds(10), scope, maxBatch, work);
    }

    private Leases leases(boolean available) {
        return new Leases() {
            @Override
            public Future<Boolean> take(String job, Duration duration, Duration interval) {
                return Future.succeededFuture(available);
            }

            @Override
            public Future<Void> release(String job) {
                released.add(job);
                return Future.succeededFuture();
            }
        };
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}

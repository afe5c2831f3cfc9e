package dev.palabre.jobs;

import dev.palabre.db.Database;
import dev.palabre.jobs.Job.Scope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one job, batch after batch, and counts and logs its runs. */
final class JobRun {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    /** A lease outlives the timeout of its run by this much, for the batch that is still being waited for. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(30);

    private final Job job;
    private final Leases leases;
    private final BooleanSupplier stopping;
    private final BatchSize batch;
    private final Timer duration;
    private final Counter failures;
    private final Counter rows;

    JobRun(Job job, Leases leases, BooleanSupplier stopping, MeterRegistry metrics) {
        this.job = job;
        this.leases = leases;
        this.stopping = stopping;
        this.batch = new BatchSize(job.maxBatch());
        this.duration = metrics.timer("palabre.job.duration", "job", job.name());
        this.failures = metrics.counter("palabre.job.failures", "job", job.name());
        this.rows = metrics.counter("palabre.job.rows", "job", job.name());
    }

    Job job() {
        return job;
    }

    /** Runs the job if its lease is free; completes with the number of rows, never fails. */
    Future<Integer> run() {
        var started = System.nanoTime();
        return taken().compose(ours -> ours ? leased(started) : Future.succeededFuture(0))
                .onFailure(failure -> report(failure, started))
                .otherwise(0);
    }

    private Future<Boolean> taken() {
        return job.scope() == Scope.NODE
                ? Future.succeededFuture(true)
                : leases.take(
                        job.name(),
                        job.timeout().plus(LEASE_MARGIN),
                        job.interval().multipliedBy(9).dividedBy(10));
    }

    private Future<Integer> leased(long started) {
        return batches(0, started + job.timeout().toNanos())
                .timeout(job.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(done -> count(done, started))
                .eventually(() -> job.scope() == Scope.NODE
                        ? Future.succeededFuture()
                        : leases.release(job.name()).otherwiseEmpty());
    }

    private Future<Integer> batches(int before, long deadline) {
        var limit = batch.current();
        return work(limit)
                .onFailure(failure -> {
                    if (Database.isAway(failure)) {
                        batch.shrink();
                    }
                })
                .compose(done -> {
                    batch.grow();
                    var more = done >= limit && !stopping.getAsBoolean() && System.nanoTime() < deadline;
                    return more ? batches(before + done, deadline) : Future.succeededFuture(before + done);
                });
    }

    private Future<Integer> work(int limit) {
        try {
            return job.work().run(limit);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void count(int done, long started) {
        duration.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        rows.increment(done);
        if (done > 0) {
            LOG.info("job {}: {} rows in {} ms", job.name(), done, millisSince(started));
        } else {
            LOG.debug("job {}: nothing to do, {} ms", job.name(), millisSince(started));
        }
    }

    private void report(Throwable failure, long started) {
        failures.increment();
        LOG.warn("job {} failed after {} ms: {}", job.name(), millisSince(started), failure.toString());
    }

    private static long millisSince(long started) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }
}

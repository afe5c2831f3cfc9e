package dev.palabre.jobs;

import io.vertx.core.Future;
import java.time.Duration;

/**
 * Background work that is repeated while the server runs.
 *
 * @param name in metrics, log lines and leases, such as {@code outbox-cleanup}
 * @param interval between the end of one run and the start of the next
 * @param timeout after which a run counts as failed
 * @param scope whether every node runs it, or one node of the cluster at a time
 * @param maxBatch most rows of one batch; the batch size starts here, halves after a timeout and recovers after successes
 * @param work one batch
 */
public record Job(String name, Duration interval, Duration timeout, Scope scope, int maxBatch, Work work) {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final int MAX_BATCH = 1_000;

    /** Where a job runs. */
    public enum Scope {
        /** On every node. */
        NODE,
        /** On one node of the cluster at a time. */
        CLUSTER
    }

    /** One batch of a job. */
    @FunctionalInterface
    public interface Work {
        /**
         * Processes at most {@code limit} rows and completes with their number. A full batch means that there may be
         * more: the runner calls again until a batch is not full, the run times out, or the server stops.
         */
        Future<Integer> run(int limit);
    }

    /** Work of one batch on every node. */
    public static Job onEveryNode(String name, Duration interval, java.util.function.Supplier<Future<?>> work) {
        return new Job(name, interval, TIMEOUT, Scope.NODE, MAX_BATCH, limit -> work.get()
                .map(done -> 0));
    }

    /** Work of one batch on one node of the cluster at a time. */
    public static Job onOneNode(String name, Duration interval, java.util.function.Supplier<Future<?>> work) {
        return new Job(name, interval, TIMEOUT, Scope.CLUSTER, MAX_BATCH, limit -> work.get()
                .map(done -> 0));
    }

    /** Work in batches on one node of the cluster at a time. */
    public static Job inBatches(String name, Duration interval, Work work) {
        return new Job(name, interval, TIMEOUT, Scope.CLUSTER, MAX_BATCH, work);
    }

    /** The same job with another timeout. */
    public Job timeout(Duration other) {
        return new Job(name, interval, other, scope, maxBatch, work);
    }
}

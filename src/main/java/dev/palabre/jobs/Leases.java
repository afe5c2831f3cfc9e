package dev.palabre.jobs;

import io.vertx.core.Future;
import java.time.Duration;

/** Leases by which one node of the cluster at a time runs a job. */
public interface Leases {
    /**
     * Takes the lease of a job.
     *
     * @param duration after which another node may take it, should this one not release it
     * @param interval since the last run of any node that must have passed
     * @return whether this node holds the lease now
     */
    Future<Boolean> take(String job, Duration duration, Duration interval);

    /** Releases a lease that this node holds. */
    Future<Void> release(String job);
}

package dev.palabre.db.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How long to go on looking for what other processes do, which no event announces. */
record PollDeadline(long nanoTime) {
    private static final long PAUSE_NANOS = 2_000_000;

    static PollDeadline in(Duration duration) {
        return new PollDeadline(System.nanoTime() + duration.toNanos());
    }

    /** Waits a moment before the next look; false once there is no time left or the thread is interrupted. */
    boolean pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
        return System.nanoTime() < nanoTime && !Thread.currentThread().isInterrupted();
    }
}

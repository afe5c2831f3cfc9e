package dev.palabre.async;

import dev.palabre.db.Database;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that the database did not answer lately, so that callers who have an older value serve that at once rather than
 * wait for a deadline each. Once a second one of them asks again.
 */
public final class Outage {
    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private volatile boolean on;
    private final AtomicLong nextProbe = new AtomicLong(System.nanoTime());

    /** Whether the last answer was that the database is away. */
    public boolean isOn() {
        return on;
    }

    /** Whether the caller should ask the database although it is away; true once a second. */
    public boolean mayProbe() {
        var now = System.nanoTime();
        var due = nextProbe.get();
        return now - due >= 0 && nextProbe.compareAndSet(due, now + PROBE_NANOS);
    }

    /** The database answered. */
    public void answered() {
        on = false;
    }

    /** A use of the database failed, for whatever reason; returns whether the database is away. */
    public boolean failed(Throwable failure) {
        var away = Database.isAway(failure);
        if (away) {
            nextProbe.set(System.nanoTime() + PROBE_NANOS);
            on = true;
        }
        return away;
    }

    /**
     * Loads a value; while the database is away the older one stands in for it.
     *
     * @param older null where there is none
     */
    public <T> Future<T> load(Supplier<Future<T>> load, @Nullable T older) {
        if (older == null || !on) {
            return noted(load.get())
                    .recover(failure -> older != null && Database.isAway(failure)
                            ? Future.succeededFuture(older)
                            : Future.failedFuture(failure));
        }
        if (mayProbe()) {
            noted(load.get());
        }
        return Future.succeededFuture(older);
    }

    private <T> Future<T> noted(Future<T> loading) {
        return loading.onComplete(value -> answered(), this::failed);
    }
}

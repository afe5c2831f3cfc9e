package dev.palabre.http;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Whether this process lives, and whether it wants requests. It wants them while the database is away too: much of what
 * readers ask for is in memory, and all nodes would be taken out of service at once.
 */
public final class HealthRoutes {
    private static final long CHECKED_FOR_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Supplier<Future<?>> database;
    private final AtomicLong checkAgain = new AtomicLong(System.nanoTime());
    private volatile String databaseStatus = "unknown";
    private volatile boolean draining;

    record Health(String status) {}

    record Readiness(String status, String database) {}

    /** Health of a server; asks the database this at most once in two seconds, whoever asks for health. */
    public HealthRoutes(Supplier<Future<?>> database) {
        this.database = database;
    }

    /** From now on the server is about to stop: balancers should send nothing new. */
    public void drain() {
        draining = true;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get("/health/live")
                .handler(Response.handler(ctx -> Future.succeededFuture(Response.json(200, new Health("up")))));
        router.get("/health/ready").handler(Response.handler(ctx -> Future.succeededFuture(ready())));
    }

    private Response ready() {
        check();
        return draining
                ? Response.json(503, new Readiness("draining", databaseStatus)).with("Retry-After", "2")
                : Response.json(200, new Readiness("up", databaseStatus));
    }

    /** Nobody waits for the answer: it is told next time. */
    private void check() {
        var now = System.nanoTime();
        var due = checkAgain.get();
        if (now - due >= 0 && checkAgain.compareAndSet(due, now + CHECKED_FOR_NANOS)) {
            database.get().onComplete(answer -> databaseStatus = answer.succeeded() ? "up" : "down");
        }
    }
}

package dev.palabre.jobs;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that runs when it is requested, besides its {@link Job}: never twice at once on this node. Requests during a run are
 * one more run after a pause, so that many requests are few runs.
 */
public final class OnDemandRun {
    private static final Logger LOG = LoggerFactory.getLogger(OnDemandRun.class);
    private static final long DEBOUNCE_MILLIS = 50;

    private final Vertx vertx;
    private final Context context;
    private final String name;
    private final Supplier<Future<Boolean>> work;
    private final Promise<Void> ended = Promise.promise();

    private boolean running;
    private boolean requested;
    private boolean stopping;

    /**
     * Work that has not run yet.
     *
     * @param name in log lines
     * @param work one run; completes with whether there is more to do at once
     */
    public OnDemandRun(Vertx vertx, String name, Supplier<Future<Boolean>> work) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.name = name;
        this.work = work;
    }

    /** Runs the work now or as soon as the run under way has ended; may be called from any thread, and often. */
    public void request() {
        context.runOnContext(now -> turn());
    }

    /** Starts no further run; completes when the one under way has ended. */
    public Future<Void> stop() {
        context.runOnContext(now -> {
            stopping = true;
            end();
        });
        return ended.future();
    }

    private void turn() {
        requested = true;
        if (running || stopping) {
            return;
        }
        running = true;
        requested = false;
        run().onComplete(done -> context.runOnContext(now -> finish(done)));
    }

    private Future<Boolean> run() {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void finish(AsyncResult<Boolean> done) {
        running = false;
        if (done.failed()) {
            LOG.warn("{} failed: {}", name, done.cause().toString());
        }
        if (done.succeeded() && done.result() && !stopping) {
            turn();
        } else if (requested && !stopping) {
            vertx.setTimer(DEBOUNCE_MILLIS, due -> request());
        }
        end();
    }

    private void end() {
        if (stopping && !running) {
            ended.tryComplete();
        }
    }
}

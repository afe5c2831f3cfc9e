package dev.palabre.comment.write;

import dev.palabre.comment.model.CommentStore;
import dev.palabre.comment.model.CommentStore.NewRow;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes comments in batches per site (group commit). The first comment of a site is written at once; comments that arrive
 * meanwhile share the next transaction and its one flush to disk. A site whose batch waits for a lock delays no other site,
 * and its queue is bounded.
 *
 * <p>Each comment has its own outcome: comments of closed threads are refused before the write, and where one row fails a
 * transaction, its comments are written one by one.
 */
final class CommentBatcher {
    /** Code of the problem that a thread is closed. */
    static final String CLOSED = "thread_closed";

    private static final int BATCH = 64;
    private static final String STATEMENT_TIMEOUT = "57014";
    /** SQL state classes of bad values, broken constraints, deadlocks and oversized rows: errors of single rows. */
    private static final Set<String> ROW_ERRORS = Set.of("22", "23", "40", "54");

    private final Writer writer;
    private final int capacity;
    private final Map<Integer, SiteQueue> queues = new HashMap<>();

    /** Writes batches of comments of one site. */
    interface Writer {
        /** The comments whose thread is closed. */
        Future<Set<UUID>> closed(List<NewRow> comments);

        /** Writes all in one transaction or none; returns those that were written: a used idempotency key is skipped. */
        Future<Set<UUID>> write(List<NewRow> comments);
    }

    private record Waiting(NewRow comment, Promise<Boolean> written) {}

    /** The comments of one site that wait; exists only while a batch of the site is in flight. */
    private static final class SiteQueue {
        private final Queue<Waiting> waiting = new ArrayDeque<>();
        private boolean inFlight;
    }

    /** Batches for a writer; at most {@code capacity} comments of a site wait for their batch. */
    CommentBatcher(Writer writer, int capacity) {
        this.writer = writer;
        this.capacity = capacity;
    }

    /**
     * Writes a comment; completes when it is committed, with false where its idempotency key was used before and nothing
     * was written. Fails with 503 where too many comments of the site wait.
     */
    Future<Boolean> write(NewRow comment) {
        var one = new Waiting(comment, Promise.promise());
        synchronized (queues) {
            var queue = queues.computeIfAbsent(comment.siteId(), site -> new SiteQueue());
            if (queue.waiting.size() >= capacity) {
                return Future.failedFuture(Problem.later(Kind.UNAVAILABLE, "unavailable", 1));
            }
            queue.waiting.add(one);
        }
        flush(comment.siteId());
        var context = Vertx.currentContext();
        var written = one.written().future();
        return context == null ? written : Future.fromCompletionStage(written.toCompletionStage(), context);
    }

    private void flush(int siteId) {
        var batch = next(siteId);
        if (!batch.isEmpty()) {
            writeBatch(batch).onComplete(done -> complete(siteId, batch, done.cause()));
        }
    }

    private List<Waiting> next(int siteId) {
        synchronized (queues) {
            var queue = queues.get(siteId);
            if (queue == null || queue.inFlight) {
                return List.of();
            }
            var batch = poll(queue, BATCH);
            queue.inFlight = !batch.isEmpty();
            if (batch.isEmpty()) {
                queues.remove(siteId);
            }
            return batch;
        }
    }

    private static List<Waiting> poll(SiteQueue queue, int most) {
        return Stream.generate(queue.waiting::poll)
                .limit(Math.min(most, queue.waiting.size()))
                .toList();
    }

    private void complete(int siteId, List<Waiting> batch, @Nullable Throwable failure) {
        var isStuck = failure != null && !isRetryable(failure);
        List<Waiting> behind = List.of();
        synchronized (queues) {
            var queue = queues.get(siteId);
            if (queue != null) {
                queue.inFlight = false;
                behind = isStuck ? poll(queue, Integer.MAX_VALUE) : behind;
            }
        }
        if (failure != null) {
            // Behind a database that does not answer, the waiting comments fail too instead of timing out one batch
            // after another.
            Stream.concat(batch.stream(), behind.stream())
                    .forEach(each -> each.written().tryFail(failure));
        }
        flush(siteId);
    }

    private static boolean isRetryable(Throwable failure) {
        return failure instanceof ClosedConnectionException
                || (failure instanceof PgException pg && !STATEMENT_TIMEOUT.equals(pg.getSqlState()));
    }

    /** Fails only where the error is not one of a single row. */
    private Future<Void> writeBatch(List<Waiting> batch) {
        return writer.closed(comments(batch)).compose(closed -> {
            batch.stream().filter(each -> closed.contains(each.comment().id())).forEach(each -> each.written()
                    .fail(closedThread()));
            var open = batch.stream()
                    .filter(each -> !closed.contains(each.comment().id()))
                    .toList();
            return open.isEmpty() ? Future.succeededFuture() : writeOpen(open);
        });
    }

    private Future<Void> writeOpen(List<Waiting> batch) {
        return writer.write(comments(batch))
                .<Void>map(written -> {
                    batch.forEach(each -> each.written()
                            .complete(written.contains(each.comment().id())));
                    return null;
                })
                .recover(failure -> !isRowError(failure)
                        ? Future.failedFuture(failure)
                        : batch.size() > 1 ? oneByOne(batch) : refuse(batch.get(0), failure));
    }

    private Future<Void> oneByOne(List<Waiting> batch) {
        var done = Future.<Void>succeededFuture();
        for (var each : batch) {
            done = done.compose(ok -> writeOpen(List.of(each)));
        }
        return done;
    }

    private static Future<Void> refuse(Waiting one, Throwable failure) {
        one.written().fail(CommentStore.isClosed(failure) ? closedThread() : failure);
        return Future.succeededFuture();
    }

    private static Problem closedThread() {
        return Problem.of(Kind.CONFLICT, CLOSED);
    }

    private static List<NewRow> comments(List<Waiting> batch) {
        return batch.stream().map(Waiting::comment).toList();
    }

    private static boolean isRowError(Throwable failure) {
        return failure instanceof PgException pg
                && pg.getSqlState() != null
                && ROW_ERRORS.contains(pg.getSqlState().substring(0, 2));
    }
}

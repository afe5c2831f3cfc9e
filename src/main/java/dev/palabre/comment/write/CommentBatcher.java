package dev.palabre.comment.write;

import dev.palabre.comment.model.CommentStore;
import dev.palabre.comment.model.CommentStore.New;
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
 * Writes comments in batches, each site by itself. The first comment of a site is written at once; those that come in the
 * meantime share the next transaction, because what a transaction costs, above all its flush to disk, it costs once. A
 * site whose batch waits for a lock delays no other site, and its queue is bounded.
 *
 * <p>Each comment has its own outcome: comments of closed threads are refused before the write, and where one row fails a
 * transaction, its comments are written one by one.
 */
final class CommentBatcher {
    /** Code of the problem that a thread takes no comments. */
    static final String CLOSED = "thread_closed";

    private static final int BATCH = 64;
    private static final String OUT_OF_TIME = "57014";
    /** Bad values, broken constraints, deadlocks, rows too large for an index: the fault of single rows. */
    private static final Set<String> OF_ROWS = Set.of("22", "23", "40", "54");

    private final Writer writer;
    private final int capacity;
    private final Map<Integer, SiteQueue> queues = new HashMap<>();

    /** Writes batches of comments of one site. */
    interface Writer {
        /** Those whose thread takes no comments. */
        Future<Set<UUID>> closed(List<New> comments);

        /** Writes all in one transaction or none, and answers which: those whose key had been used are passed over. */
        Future<Set<UUID>> write(List<New> comments);
    }

    private record Waiting(New comment, Promise<Boolean> taken) {}

    /** What waits at one site; it is there only while a batch of the site is being written. */
    private static final class SiteQueue {
        private final Queue<Waiting> waiting = new ArrayDeque<>();
        private boolean busy;
    }

    /** Batches for a writer; so many comments of a site may wait for their batch. */
    CommentBatcher(Writer writer, int capacity) {
        this.writer = writer;
        this.capacity = capacity;
    }

    /**
     * Writes a comment with all that follows from it; answered when it is committed, with false where its key had been
     * used before and nothing was written. Fails with 503 where too many of the site wait.
     */
    Future<Boolean> take(New comment) {
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
        var taken = one.taken().future();
        return context == null ? taken : Future.fromCompletionStage(taken.toCompletionStage(), context);
    }

    private void flush(int siteId) {
        var batch = next(siteId);
        if (!batch.isEmpty()) {
            write(batch).onComplete(done -> complete(siteId, batch, done.cause()));
        }
    }

    private List<Waiting> next(int siteId) {
        synchronized (queues) {
            var queue = queues.get(siteId);
            if (queue == null || queue.busy) {
                return List.of();
            }
            var batch = poll(queue, BATCH);
            queue.busy = !batch.isEmpty();
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
        var stuck = failure != null && !letsOthersTry(failure);
        List<Waiting> behind = List.of();
        synchronized (queues) {
            var queue = queues.get(siteId);
            if (queue != null) {
                queue.busy = false;
                behind = stuck ? poll(queue, Integer.MAX_VALUE) : behind;
            }
        }
        if (failure != null) {
            // Who waits behind a database that does not answer has waited as long as anybody should.
            Stream.concat(batch.stream(), behind.stream())
                    .forEach(each -> each.taken().tryFail(failure));
        }
        flush(siteId);
    }

    private static boolean letsOthersTry(Throwable failure) {
        return failure instanceof ClosedConnectionException
                || (failure instanceof PgException pg && !OUT_OF_TIME.equals(pg.getSqlState()));
    }

    /** Fails where it is not the fault of a row. */
    private Future<Void> write(List<Waiting> batch) {
        return writer.closed(comments(batch)).compose(closed -> {
            batch.stream().filter(each -> closed.contains(each.comment().id())).forEach(each -> each.taken()
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
                    batch.forEach(each -> each.taken()
                            .complete(written.contains(each.comment().id())));
                    return null;
                })
                .recover(failure -> !isOfARow(failure)
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
        one.taken().fail(CommentStore.isClosed(failure) ? closedThread() : failure);
        return Future.succeededFuture();
    }

    private static Problem closedThread() {
        return Problem.of(Kind.CONFLICT, CLOSED);
    }

    private static List<New> comments(List<Waiting> batch) {
        return batch.stream().map(Waiting::comment).toList();
    }

    private static boolean isOfARow(Throwable failure) {
        return failure instanceof PgException pg
                && pg.getSqlState() != null
                && OF_ROWS.contains(pg.getSqlState().substring(0, 2));
    }
}

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
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes comments. The first leaves at once; those that come while it is on its way share the next transaction, because
 * what a transaction costs, above all its flush to disk, it costs once.
 *
 * <p>Each comment has its own outcome: where one row fails a transaction, its comments are written one by one.
 */
final class CommentBatcher {
    private static final int MOST_TOGETHER = 64;
    private static final int ON_THE_WAY = 1;
    private static final String OUT_OF_TIME = "57014";
    /** Bad values, broken constraints, deadlocks, rows too large for an index: the fault of single rows. */
    private static final Set<String> OF_ROWS = Set.of("22", "23", "40", "54");

    private final CommentTransaction writer;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int onTheWay;

    private record Waiting(New comment, Promise<Boolean> taken) {}

    CommentBatcher(CommentTransaction writer) {
        this.writer = writer;
    }

    /**
     * Writes a comment with all that follows from it; answered when it is committed, with false where its key had been
     * used before and nothing was written.
     */
    Future<Boolean> take(New comment) {
        var one = new Waiting(comment, Promise.promise());
        synchronized (waiting) {
            waiting.add(one);
        }
        depart();
        var context = Vertx.currentContext();
        var taken = one.taken().future();
        return context == null ? taken : Future.fromCompletionStage(taken.toCompletionStage(), context);
    }

    private void depart() {
        var batch = next();
        if (!batch.isEmpty()) {
            write(batch).onComplete(done -> arrive(batch, done.cause()));
        }
    }

    private List<Waiting> next() {
        synchronized (waiting) {
            var batch = onTheWay < ON_THE_WAY ? first(MOST_TOGETHER) : List.<Waiting>of();
            onTheWay += batch.isEmpty() ? 0 : 1;
            return batch;
        }
    }

    private List<Waiting> first(int most) {
        synchronized (waiting) {
            return Stream.generate(waiting::poll)
                    .limit(Math.min(most, waiting.size()))
                    .toList();
        }
    }

    private void arrive(List<Waiting> batch, @Nullable Throwable failure) {
        var stuck = failure != null && !letsOthersTry(failure);
        synchronized (waiting) {
            onTheWay--;
        }
        if (failure != null) {
            // Who waits behind a database that does not answer has waited as long as anybody should.
            Stream.concat(batch.stream(), stuck ? first(Integer.MAX_VALUE).stream() : Stream.of())
                    .forEach(each -> each.taken().tryFail(failure));
        }
        depart();
    }

    private static boolean letsOthersTry(Throwable failure) {
        return failure instanceof ClosedConnectionException
                || (failure instanceof PgException pg && !OUT_OF_TIME.equals(pg.getSqlState()));
    }

    /** Fails where it is not the fault of a row. */
    private Future<Void> write(List<Waiting> batch) {
        return writer.write(batch.stream().map(Waiting::comment).toList())
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
            done = done.compose(ok -> write(List.of(each)));
        }
        return done;
    }

    private static Future<Void> refuse(Waiting one, Throwable failure) {
        one.taken().fail(CommentStore.isClosed(failure) ? Problem.of(Kind.CONFLICT, "thread_closed") : failure);
        return Future.succeededFuture();
    }

    private static boolean isOfARow(Throwable failure) {
        return failure instanceof PgException pg
                && pg.getSqlState() != null
                && OF_ROWS.contains(pg.getSqlState().substring(0, 2));
    }
}

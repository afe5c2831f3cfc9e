package dev.palabre.async;

import io.vertx.core.Future;
import java.util.function.Function;

/** Runs asynchronous steps one after the other. */
public final class Futures {
    private Futures() {}

    /** Runs the step for each item in order; the first failure ends the run and fails the result. */
    public static <T> Future<Void> inSequence(Iterable<T> items, Function<? super T, ? extends Future<?>> step) {
        var done = Future.<Void>succeededFuture();
        for (var item : items) {
            done = done.compose(previous -> step.apply(item).mapEmpty());
        }
        return done;
    }

    /** Runs the step for each item in order, also after failures; the result fails with the first of them. */
    public static <T> Future<Void> inSequenceDespiteFailures(
            Iterable<T> items, Function<? super T, ? extends Future<?>> step) {
        var done = Future.<Void>succeededFuture();
        for (var item : items) {
            done = done.transform(previous -> started(item, step).transform(current -> {
                var failure = previous.failed() ? previous.cause() : current.cause();
                return failure == null ? Future.succeededFuture() : Future.failedFuture(failure);
            }));
        }
        return done;
    }

    /** A step that throws fails like one whose future fails. */
    private static <T> Future<?> started(T item, Function<? super T, ? extends Future<?>> step) {
        try {
            return step.apply(item);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}

package dev.palabre.async;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values loaded from the database: each is fresh for a while, and may be served stale for longer while the database is
 * away. Loaded once however many ask at the same moment.
 */
public final class StaleCache<K, V> {
    private final AsyncCache<K, V> values;
    private final Cache<K, Boolean> fresh;
    private final Outage outage = new Outage();
    private final AtomicInteger removals = new AtomicInteger();

    /** A value, and whether it may have changed since it was loaded. */
    public record Aged<V>(V value, boolean stale) {}

    /**
     * An empty cache.
     *
     * @param maxWeight of all values together
     * @param weigher weighs one
     * @param freshFor how long a value is served without a question
     * @param staleFor how long it is kept for the case that the database is away
     */
    public StaleCache(long maxWeight, Weigher<K, V> weigher, Duration freshFor, Duration staleFor) {
        this.values = Caffeine.newBuilder()
                .maximumWeight(maxWeight)
                .weigher(weigher)
                .expireAfterWrite(staleFor.compareTo(freshFor) < 0 ? freshFor : staleFor)
                .executor(Runnable::run)
                .buildAsync();
        this.fresh = Caffeine.newBuilder()
                .expireAfterWrite(freshFor)
                .executor(Runnable::run)
                .build();
    }

    /** The value if it is fresh; for callers that cannot wait. */
    public @Nullable V fresh(K key) {
        var value = done(values.getIfPresent(key));
        return value != null && fresh.getIfPresent(key) != null ? value : null;
    }

    /** The value: fresh, else loaded, else stale where the database is away. */
    public Future<Aged<V>> get(K key, Supplier<Future<V>> load) {
        var kept = values.getIfPresent(key);
        var older = done(kept);
        if (kept == null || older == null) {
            return loaded(key, load, null);
        }
        if (fresh.getIfPresent(key) != null) {
            return Future.succeededFuture(new Aged<>(older, false));
        }
        if (outage.isOn()) {
            if (outage.mayProbe()) {
                probe(key, load);
            }
            return Future.succeededFuture(new Aged<>(older, true));
        }
        values.asMap().remove(key, kept);
        return loaded(key, load, older);
    }

    /** Removes the values of these keys, fresh or stale. */
    public void removeIf(Predicate<K> test) {
        removals.incrementAndGet();
        values.asMap().keySet().removeIf(test);
        fresh.asMap().keySet().removeIf(test);
    }

    /** Removes a value. */
    public void remove(K key) {
        removals.incrementAndGet();
        values.asMap().remove(key);
        fresh.invalidate(key);
    }

    /** Removes all values. */
    public void clear() {
        removals.incrementAndGet();
        values.asMap().clear();
        fresh.invalidateAll();
    }

    private static <V> @Nullable V done(@Nullable CompletableFuture<V> value) {
        return value != null && value.isDone() && !value.isCompletedExceptionally() ? value.join() : null;
    }

    private Future<Aged<V>> loaded(K key, Supplier<Future<V>> load, @Nullable V older) {
        var promised = values.get(key, (wanted, executor) -> promise(wanted, load, older));
        var context = Vertx.currentContext();
        var future =
                context == null ? Future.fromCompletionStage(promised) : Future.fromCompletionStage(promised, context);
        return future.map(value -> new Aged<>(value, value == older));
    }

    /** What is removed while it loads is answered with, but not kept; an older value comes back only if nothing was removed. */
    private CompletableFuture<V> promise(K key, Supplier<Future<V>> load, @Nullable V older) {
        var before = removals.get();
        return load.get()
                .onSuccess(value -> {
                    outage.answered();
                    if (values.getIfPresent(key) != null) {
                        fresh.put(key, true);
                    }
                })
                .recover(failure -> outage.failed(failure) && older != null && removals.get() == before
                        ? Future.succeededFuture(older)
                        : Future.failedFuture(failure))
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** Loads once more while others get the older value. */
    private void probe(K key, Supplier<Future<V>> load) {
        var before = removals.get();
        load.get()
                .onComplete(
                        value -> {
                            outage.answered();
                            if (removals.get() == before) {
                                values.put(key, CompletableFuture.completedFuture(value));
                                fresh.put(key, true);
                            }
                        },
                        outage::failed);
    }
}

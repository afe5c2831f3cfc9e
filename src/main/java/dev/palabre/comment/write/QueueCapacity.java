package dev.palabre.comment.write;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.db.Notifications;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How many comments may still wait at each site. Counted in the database every other second and whenever moderators have
 * made room, and by this node in between.
 */
final class QueueCapacity {
    /** Code of the problem that a queue is full. */
    static final String FULL = "queue_full";

    private static final String CHANGED = "queue";
    private static final int RETRY_SECONDS = 3_600;
    private static final Duration COUNTED_FOR = Duration.ofSeconds(2);

    private final Function<Integer, Future<Integer>> stored;
    private final Notifications changes;
    private final int most;
    private final AsyncCache<Integer, AtomicInteger> waiting = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(COUNTED_FOR)
            .executor(Runnable::run)
            .buildAsync();

    /**
     * Places of queues.
     *
     * @param stored how many comments wait at a site according to the database
     * @param changes tell when moderators have made room
     * @param most places of each site
     */
    QueueCapacity(Function<Integer, Future<Integer>> stored, Notifications changes, int most) {
        this.stored = stored;
        this.changes = changes;
        this.most = most;
        changes.on(CHANGED, site -> waiting.synchronous().invalidate(Integer.valueOf(site)));
        changes.onReset(() -> waiting.synchronous().invalidateAll());
    }

    /** Takes a comment in while there is a place; one that does not wait in the end gives its place back. */
    Future<Boolean> within(int siteId, Supplier<Future<Boolean>> taking) {
        return counted(siteId).compose(count -> {
            if (count.getAndIncrement() >= most) {
                count.decrementAndGet();
                return Future.failedFuture(Problem.later(Kind.UNAVAILABLE, FULL, RETRY_SECONDS));
            }
            return taking.get().onComplete(taken -> {
                if (taken.failed() || !taken.result()) {
                    count.decrementAndGet();
                }
            });
        });
    }

    /** Tells all nodes, with the transaction that the client is in, that comments of a site wait no longer. */
    static Future<Void> announce(SqlClient client, int siteId) {
        return Notifications.announce(client, CHANGED, String.valueOf(siteId));
    }

    /** Tells this node so at once. */
    void recount(int siteId) {
        changes.tell(CHANGED, String.valueOf(siteId));
    }

    private Future<AtomicInteger> counted(int siteId) {
        var known = waiting.get(siteId, (site, executor) -> count(site));
        var context = Vertx.currentContext();
        return context == null ? Future.fromCompletionStage(known) : Future.fromCompletionStage(known, context);
    }

    private CompletableFuture<AtomicInteger> count(int siteId) {
        return stored.apply(siteId).map(AtomicInteger::new).toCompletionStage().toCompletableFuture();
    }
}

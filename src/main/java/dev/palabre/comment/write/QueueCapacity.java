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
 * Limits the pending comments of each site. They are counted in the database every other second and after each decision,
 * and by this node in between.
 */
final class QueueCapacity {
    /** Code of the problem that a queue is full. */
    static final String FULL = "queue_full";

    private static final String CHANGED = "queue";
    private static final int RETRY_SECONDS = 3_600;
    private static final Duration COUNTED_FOR = Duration.ofSeconds(2);

    private final Function<Integer, Future<Integer>> stored;
    private final int max;
    private final AsyncCache<Integer, AtomicInteger> waiting = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(COUNTED_FOR)
            .executor(Runnable::run)
            .buildAsync();

    /**
     * A limit for each site.
     *
     * @param stored the number of pending comments of a site according to the database
     * @param changes notifications of decisions
     * @param max most pending comments of a site
     */
    QueueCapacity(Function<Integer, Future<Integer>> stored, Notifications changes, int max) {
        this.stored = stored;
        this.max = max;
        changes.on(CHANGED, site -> waiting.synchronous().invalidate(Integer.valueOf(site)));
        changes.onReset(() -> waiting.synchronous().invalidateAll());
    }

    /** Runs a write that adds a pending comment, unless the queue is full; a write that adds none is not counted. */
    Future<Boolean> within(int siteId, Supplier<Future<Boolean>> write) {
        return counted(siteId).compose(count -> {
            if (count.getAndIncrement() >= max) {
                count.decrementAndGet();
                return Future.failedFuture(Problem.later(Kind.UNAVAILABLE, FULL, RETRY_SECONDS));
            }
            return write.get().onComplete(added -> {
                if (added.failed() || !added.result()) {
                    count.decrementAndGet();
                }
            });
        });
    }

    /** Makes all nodes count a site's queue again, when the transaction of the client commits. */
    static Future<Void> notifyNodes(SqlClient client, int siteId) {
        return Notifications.announce(client, CHANGED, String.valueOf(siteId));
    }

    /** Makes this node count a site's queue again at once. */
    static void notifyThisNode(Notifications changes, int siteId) {
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

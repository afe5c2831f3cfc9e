package dev.palabre.privacy.selfservice;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.db.Database;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How long a site usually takes to answer, kept for some minutes; nothing is said of too few answers. */
final class ResponseTimes {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int LAST = 50;
    private static final int LEAST = 5;

    private final Database database;
    private final ResponseTimeStore store = new ResponseTimeStore();
    private final AsyncCache<Integer, Optional<Duration>> medians =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(KEPT).buildAsync();

    ResponseTimes(Database database) {
        this.database = database;
    }

    /** The time that is usual on a site. */
    Future<Optional<Duration>> usual(int siteId) {
        var known = medians.get(
                siteId, (site, executor) -> database.query(client -> store.median(client, site, LAST, LEAST))
                        .toCompletionStage()
                        .toCompletableFuture());
        var context = Vertx.currentContext();
        return context == null ? Future.fromCompletionStage(known) : Future.fromCompletionStage(known, context);
    }

    /** The same in words, rounded up. */
    static String words(Messages messages, String lang, Duration time) {
        var hours = time.plusMinutes(59).toHours();
        var days = time.plusHours(23).toDays();
        if (hours < 1 || time.toMinutes() < 60) {
            return messages.get(lang, "selfservice.usual.soon");
        }
        return hours < 36
                ? messages.get(lang, "selfservice.usual.hours", Map.of("count", Math.max(2, hours)))
                : messages.get(lang, "selfservice.usual.days", Map.of("count", Math.max(2, days)));
    }
}

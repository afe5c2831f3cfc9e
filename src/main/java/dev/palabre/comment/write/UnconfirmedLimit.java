package dev.palabre.comment.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the comments of a site that wait for their author's click. They take no place of the queue, and nobody is refused
 * because of them: beyond the limit the oldest are erased, looked for every few seconds while new ones come.
 */
public final class UnconfirmedLimit {
    private static final Logger LOG = LoggerFactory.getLogger(UnconfirmedLimit.class);
    private static final Duration LOOKED_FOR = Duration.ofSeconds(5);
    private static final int BATCH = 50;
    private static final int MAX_SITES = 10_000;

    private final Store store;
    private final int max;
    private final Cache<Integer, Boolean> looked;

    /** Counts and erases unconfirmed comments. */
    public interface Store {
        /** How many there are at a site, counted no further than this. */
        Future<Integer> count(int siteId, int most);

        /** Erases the oldest, at most so many; answers how many. */
        Future<Integer> eraseOldest(int siteId, int most);
    }

    /** A limit of so many a site. */
    public UnconfirmedLimit(Store store, int max) {
        this(store, max, Ticker.systemTicker());
    }

    UnconfirmedLimit(Store store, int max, Ticker ticker) {
        this.store = store;
        this.max = max;
        this.looked = Caffeine.newBuilder()
                .maximumSize(MAX_SITES)
                .expireAfterWrite(LOOKED_FOR)
                .executor(Runnable::run)
                .ticker(ticker)
                .build();
    }

    /** Looks, in the background, whether a site has too many, now that one more was taken in. */
    public void added(int siteId) {
        if (looked.asMap().putIfAbsent(siteId, true) == null) {
            trim(siteId).onFailure(failure -> LOG.warn("Unconfirmed comments of a site could not be bounded", failure));
        }
    }

    private Future<Void> trim(int siteId) {
        return store.count(siteId, max + BATCH)
                .compose(found -> found <= max
                        ? Future.succeededFuture()
                        : store.eraseOldest(siteId, Math.min(BATCH, found - max))
                                .compose(erased -> erased == 0 ? Future.succeededFuture() : trim(siteId)));
    }
}

package dev.palabre.comment.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the comments of a site that wait for their author's confirmation. They are not in the queue and never cause a
 * refusal: beyond the limit the oldest are erased, checked every few seconds while new ones arrive.
 */
public final class UnconfirmedLimit {
    private static final Logger LOG = LoggerFactory.getLogger(UnconfirmedLimit.class);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);
    private static final int BATCH = 50;
    private static final int MAX_SITES = 10_000;

    private final Store store;
    private final int max;
    private final Cache<Integer, Boolean> checked;

    /** Counts and erases unconfirmed comments. */
    public interface Store {
        /** The number of unconfirmed comments of a site, counted up to {@code max}. */
        Future<Integer> count(int siteId, int max);

        /** Erases the oldest, at most {@code max}; returns their number. */
        Future<Integer> eraseOldest(int siteId, int max);
    }

    /** A limit of {@code max} for each site. */
    public UnconfirmedLimit(Store store, int max) {
        this(store, max, Ticker.systemTicker());
    }

    UnconfirmedLimit(Store store, int max, Ticker ticker) {
        this.store = store;
        this.max = max;
        this.checked = Caffeine.newBuilder()
                .maximumSize(MAX_SITES)
                .expireAfterWrite(CHECK_INTERVAL)
                .executor(Runnable::run)
                .ticker(ticker)
                .build();
    }

    /** Checks in the background whether a site has too many, after one more was accepted. */
    public void added(int siteId) {
        if (checked.asMap().putIfAbsent(siteId, true) == null) {
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

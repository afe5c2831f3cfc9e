package dev.palabre.comment.thread;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.comment.model.ThreadCursor;
import dev.palabre.comment.model.ThreadStore;
import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import dev.palabre.http.CachedResponse;
import dev.palabre.site.PageUrl;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The read path: published threads as finished bytes, made once a version and then only looked up. Private matters never
 * pass here, so that what is kept is the same for everybody.
 */
public final class ThreadCache {
    private static final String CHANGED = "thread";
    private static final Duration BEHIND_NOTICES = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Database database;
    private final ThreadStore store = new ThreadStore();
    private final AsyncCache<ThreadKey, CachedResponse> pages;

    /** Threads of a database, keeping finished bytes up to so many. */
    public ThreadCache(Vertx vertx, Database database, Notifications changes, long cacheBytes) {
        this.vertx = vertx;
        this.database = database;
        this.pages = Caffeine.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((ThreadKey key, CachedResponse page) -> page.weight())
                .expireAfterWrite(BEHIND_NOTICES)
                .buildAsync();
        changes.on(CHANGED, this::drop);
        changes.on("site", site -> dropAll());
        changes.onReset(this::dropAll);
    }

    /** The finished page if this node has it now; for answers that need no future. */
    @Nullable
    CachedResponse ready(ThreadKey key) {
        var page = pages.getIfPresent(key);
        return page != null && page.isDone() && !page.isCompletedExceptionally() ? page.join() : null;
    }

    /** The finished page, loaded and rendered once however many ask for it at the same moment. */
    Future<CachedResponse> page(ThreadKey key, int limit, Function<Loaded, CachedResponse> render) {
        var promised = pages.get(key, (wanted, executor) -> once(wanted, limit, render)
                .toCompletionStage()
                .toCompletableFuture());
        return Future.fromCompletionStage(promised, vertx.getOrCreateContext());
    }

    /** A page of a thread as it was loaded: one more than the limit tells that there is a next one. */
    public record Loaded(ThreadStore.@Nullable ThreadPage thread, int limit) {}

    /** How many comments are published under each of these pages. */
    Future<Map<String, Integer>> counts(Site site, List<PageUrl> addresses) {
        var keys = addresses.stream().map(PageUrl::key).distinct().toList();
        return database.query(client -> store.counts(client, site.id(), keys));
    }

    /** What the other nodes are told when a page's thread has changed. */
    public static String notice(int siteId, String pageKey) {
        return siteId + ":" + Integer.toHexString(pageKey.hashCode());
    }

    /** A page of a thread rendered for this once, and not kept. */
    public <T> Future<T> once(ThreadKey key, int limit, Function<Loaded, T> render) {
        var after = ThreadCursor.parse(key.after(), key.sort());
        return database.query(client -> store.page(client, key.siteId(), key.pageKey(), key.sort(), after, limit + 1))
                // Templates and gzip take milliseconds, which other readers must not wait for.
                .compose(thread ->
                        vertx.executeBlocking(() -> render.apply(new Loaded(thread.orElse(null), limit)), false));
    }

    private void drop(String notice) {
        var colon = notice.indexOf(':');
        var siteId = Integer.parseInt(notice, 0, colon, 10);
        var hash = Integer.parseUnsignedInt(notice, colon + 1, notice.length(), 16);
        // Two numbers a key, for this runs on an event loop: strings remember their hash.
        pages.asMap()
                .keySet()
                .removeIf(key -> key.siteId() == siteId && key.pageKey().hashCode() == hash);
    }

    private void dropAll() {
        pages.asMap().clear();
    }
}

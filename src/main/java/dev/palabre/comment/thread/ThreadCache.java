package dev.palabre.comment.thread;

import dev.palabre.async.StaleCache;
import dev.palabre.async.StaleCache.Aged;
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
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches published threads as finished bytes, rendered once per version. It holds no private data, so that the bytes are
 * the same for everybody.
 *
 * <p>Invented requests add no copies of a thread: title and address are part of the key only where nothing is published,
 * and pages after a cursor that no comment has are not kept.
 */
public final class ThreadCache {
    private static final String CHANGED = "thread";
    private static final Duration MAX_LAG = Duration.ofSeconds(30);

    /** Of the memory that the process may have, finished pages take no more than this part. */
    private static final int MAX_SHARE = 4;

    private final Vertx vertx;
    private final Database database;
    private final ThreadStore store = new ThreadStore();
    private final StaleCache<ThreadKey, Kept> pages;

    /** Finished bytes, or a thread without published comments, which is rendered as each request names its page. */
    private record Kept(
            @Nullable CachedResponse page, @Nullable Loaded empty, boolean lasting) {
        int weight() {
            return page == null ? 0 : page.weight();
        }
    }

    /** Caches up to {@code cacheBytes} of finished pages, and serves them for {@code staleFor} while the database is away. */
    public ThreadCache(Vertx vertx, Database database, Notifications changes, long cacheBytes, Duration staleFor) {
        this.vertx = vertx;
        this.database = database;
        this.pages = new StaleCache<>(
                Math.min(cacheBytes, Runtime.getRuntime().maxMemory() / MAX_SHARE),
                (key, kept) -> key.weight() + kept.weight(),
                MAX_LAG,
                staleFor);
        changes.on(CHANGED, this::drop);
        changes.on("site", site -> dropAll());
        changes.onReset(this::dropAll);
    }

    /** The finished page if this node has it now; for answers that need no future, so the shared key is made before. */
    @Nullable
    CachedResponse ready(ThreadKey key, ThreadKey sharedKey) {
        var shared = pages.fresh(sharedKey);
        if (shared == null || shared.page() != null) {
            return shared == null ? null : shared.page();
        }
        var own = pages.fresh(key);
        return own == null ? null : own.page();
    }

    /** The finished page, loaded and rendered once however many ask for it at the same moment; stale in an outage. */
    Future<Aged<CachedResponse>> page(ThreadKey key, int limit, Function<Loaded, CachedResponse> render) {
        return keep(key.shared(), () -> load(key, limit)
                        .compose(loaded -> loaded.isEmpty()
                                ? Future.succeededFuture(new Kept(null, loaded, loaded.isLasting(key)))
                                : rendered(loaded, render).map(page -> new Kept(page, null, loaded.isLasting(key)))))
                .compose(shared -> {
                    var empty = shared.value().empty();
                    return empty == null
                            ? Future.succeededFuture(shared)
                            : keep(key, () -> rendered(empty, render)
                                            .map(page -> new Kept(
                                                    page, null, shared.value().lasting())))
                                    .map(own -> new Aged<>(own.value(), shared.stale()));
                })
                .map(kept -> new Aged<>(Objects.requireNonNull(kept.value().page()), kept.stale()));
    }

    /** Pages after a cursor that no comment has are not kept. */
    private Future<Aged<Kept>> keep(ThreadKey key, Supplier<Future<Kept>> make) {
        return pages.get(key, make).onSuccess(kept -> {
            if (!kept.value().lasting()) {
                pages.remove(key);
            }
        });
    }

    /** A page of a thread as it was loaded: one more than the limit tells that there is a next one. */
    public record Loaded(ThreadStore.@Nullable ThreadPage thread, int limit) {
        boolean isEmpty() {
            return thread == null || thread.published() == 0;
        }

        /** Whether the page is one of those that a reader comes to, from the first one on. */
        boolean isLasting(ThreadKey key) {
            return key.after() == null || (thread != null && thread.known());
        }
    }

    /** How many comments are published under each of these pages. */
    Future<Map<String, Integer>> counts(Site site, List<PageUrl> addresses) {
        var keys = addresses.stream().map(PageUrl::key).distinct().toList();
        return database.query(client -> store.counts(client, site.id(), keys));
    }

    /** The payload of the notification that the thread of a page changed. */
    public static String payload(int siteId, String pageKey) {
        return siteId + ":" + Integer.toHexString(pageKey.hashCode());
    }

    /** A page of a thread rendered for this once, and not kept. */
    public <T> Future<T> once(ThreadKey key, int limit, Function<Loaded, T> render) {
        return load(key, limit).compose(loaded -> rendered(loaded, render));
    }

    private Future<Loaded> load(ThreadKey key, int limit) {
        var after = ThreadCursor.parse(key.after(), key.sort());
        return database.query(client -> store.page(client, key.siteId(), key.pageKey(), key.sort(), after, limit + 1))
                .map(thread -> new Loaded(thread.orElse(null), limit));
    }

    /** Templates and gzip take milliseconds, which other readers must not wait for. */
    private <T> Future<T> rendered(Loaded loaded, Function<Loaded, T> render) {
        return vertx.executeBlocking(() -> render.apply(loaded), false);
    }

    private void drop(String payload) {
        var colon = payload.indexOf(':');
        var siteId = Integer.parseInt(payload, 0, colon, 10);
        var hash = Integer.parseUnsignedInt(payload, colon + 1, payload.length(), 16);
        // Two numbers a key, for this runs on an event loop: strings remember their hash.
        pages.removeIf(key -> key.siteId() == siteId && key.pageKey().hashCode() == hash);
    }

    private void dropAll() {
        pages.clear();
    }
}

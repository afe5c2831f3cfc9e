package dev.palabre.privacy.notice;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.db.Database;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The notices of the sites. A version is stored before it is first served, so that every comment can name the very words
 * that its author had before them. Kept by the site's whole value: a site that changes has another notice at once.
 */
public final class Notices {
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{64}");
    private static final int MOST_SITES = 1_000;

    private final Database database;
    private final Messages messages;
    private final NoticeStore store = new NoticeStore();
    private final Cache<Site, Notice> made =
            Caffeine.newBuilder().maximumSize(MOST_SITES).build();
    private final AsyncCache<Site, StoredNotice> served =
            Caffeine.newBuilder().maximumSize(MOST_SITES).buildAsync();

    /** The notices of a database. */
    public Notices(Database database, Messages messages) {
        this.database = database;
        this.messages = messages;
    }

    /** Where a version of a site's notice is, below the public address. */
    public static String path(String siteKey, String version, String lang) {
        return "/sites/" + siteKey + "/notice/" + version + "?lang=" + lang;
    }

    /** The notice that is in force; whoever shows it waits for {@link #served} first. */
    public Notice of(Site site) {
        return made.get(site, wanted -> Notice.of(wanted, messages));
    }

    /** The notice that is in force, stored. */
    public Future<StoredNotice> served(Site site) {
        var ready = served.getIfPresent(site);
        if (ready != null && ready.isDone() && !ready.isCompletedExceptionally()) {
            return Future.succeededFuture(ready.join());
        }
        var promised = served.get(
                site, (wanted, executor) -> store(wanted).toCompletionStage().toCompletableFuture());
        var context = Vertx.currentContext();
        return context == null ? Future.fromCompletionStage(promised) : Future.fromCompletionStage(promised, context);
    }

    /** The version that somebody read: the one that they name, or where it was never served the one in force. */
    public Future<String> read(Site site, @Nullable String named) {
        return served(site).compose(now -> {
            var inForce = now.notice().version();
            return named == null
                            || named.equals(inForce)
                            || !VERSION.matcher(named).matches()
                    ? Future.succeededFuture(inForce)
                    : database.query(client -> store.exists(client, site.id(), named))
                            .map(known -> known ? named : inForce);
        });
    }

    /** A version that was served. */
    Future<Optional<StoredNotice>> version(Site site, String version) {
        return database.query(client -> store.find(client, site.id(), version));
    }

    /** The newest versions. */
    Future<List<NoticeVersion>> versions(Site site) {
        return database.query(client -> store.list(client, site.id()));
    }

    private Future<StoredNotice> store(Site site) {
        var notice = of(site);
        return database.query(client -> store.insert(client, site.id(), notice))
                .compose(stored -> database.query(client -> store.find(client, site.id(), notice.version())))
                .map(Optional::orElseThrow);
    }
}

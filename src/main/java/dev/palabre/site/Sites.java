package dev.palabre.site;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.palabre.async.Outage;
import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import dev.palabre.problem.Problem;
import dev.palabre.site.SiteStore.Stored;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sites of this server. Those in use are kept for half a minute, and dropped when a node changes one. */
public final class Sites {
    private static final String CHANGED = "site";
    private static final Duration KEPT = Duration.ofSeconds(30);
    /** Long enough that whoever tries keys does not ask the database each time. */
    private static final Duration ABSENT = Duration.ofSeconds(2);

    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Database database;
    private final Notifications changes;
    private final Set<String> purposes;
    private final SiteStore store = new SiteStore();
    private final AsyncCache<String, Optional<Site>> byKey = cache();
    private final AsyncCache<Integer, Optional<Site>> byId = cache();
    private final Outage outage = new Outage();
    /** Sites as they were last seen, for when the database is away. */
    private final Cache<String, Site> last;

    /**
     * The sites of a database.
     *
     * @param purposes names that the setting {@code purposes} takes
     */
    public Sites(Database database, Notifications changes, Set<String> purposes) {
        this(database, changes, purposes, Duration.ofMinutes(10));
    }

    /**
     * The sites of a database.
     *
     * @param purposes names that the setting {@code purposes} takes
     * @param staleFor how long a site is served that cannot be asked for again
     */
    public Sites(Database database, Notifications changes, Set<String> purposes, Duration staleFor) {
        this.last = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(staleFor)
                .build();
        this.database = database;
        this.changes = changes;
        this.purposes = purposes;
        changes.on(CHANGED, this::drop);
        changes.onReset(this::dropAll);
    }

    /** Whether this may be the key of a site. */
    public static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    /** Whether there was a site of this key not long ago. */
    boolean isRemembered(String key) {
        return last.getIfPresent(key) != null;
    }

    /** The site if this node knows it already; for the read path, which must not wait. */
    public @Nullable Site known(String key) {
        var found = byKey.getIfPresent(key);
        if (found != null && found.isDone() && !found.isCompletedExceptionally()) {
            return found.join().orElse(null);
        }
        var older = outage.isOn() ? last.getIfPresent(key) : null;
        if (older != null && outage.mayProbe()) {
            outage.load(() -> found(key), null);
        }
        return older;
    }

    /** The site of this key, or 404. */
    public Future<Site> require(String key) {
        var site = known(key);
        if (site != null) {
            return Future.succeededFuture(site);
        }
        return outage.load(() -> found(key), last.getIfPresent(key));
    }

    private Future<Site> found(String key) {
        return find(byKey, key, client -> store.find(client, key))
                .map(found -> found.orElseThrow(() -> unknown(key)))
                .onSuccess(site -> last.put(key, site));
    }

    /** The site of this number, or 404. */
    public Future<Site> require(int id) {
        return find(byId, id, client -> store.byId(client, id)).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Loads once however many ask; what is dropped while it loads is answered with, but not kept. */
    private <K> Future<Optional<Site>> find(
            AsyncCache<K, Optional<Site>> cache, K name, Function<SqlClient, Future<Optional<Stored>>> load) {
        var promised = cache.get(name, (wanted, executor) -> database.query(load)
                .map(found -> found.map(Sites::site))
                .toCompletionStage()
                .toCompletableFuture());
        var context = Vertx.currentContext();
        return context == null ? Future.fromCompletionStage(promised) : Future.fromCompletionStage(promised, context);
    }

    private void drop(String key) {
        byKey.asMap().remove(key);
        last.invalidate(key);
        byId.asMap().clear();
    }

    private void dropAll() {
        byKey.asMap().clear();
        byId.asMap().clear();
        last.invalidateAll();
    }

    private static <K> AsyncCache<K, Optional<Site>> cache() {
        return Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfter(Expiry.<K, Optional<Site>>writing((name, found) -> found.isPresent() ? KEPT : ABSENT))
                .buildAsync();
    }

    /** All sites, by key. */
    public Future<List<Site>> list() {
        return database.query(store::list)
                .map(all -> all.stream().map(Sites::site).toList());
    }

    /**
     * Adds a site.
     *
     * @throws IllegalArgumentException as a failed future, with sentences for the operator
     */
    public Future<Void> add(String key, String name, List<String> origins, Map<String, String> settings) {
        return checked(key, origins, settings)
                .compose(ok -> database.pipelined(client -> Future.all(
                        store.insert(client, key, name, origins, settings),
                        Notifications.announce(client, CHANGED, key))))
                .onSuccess(done -> changes.tell(CHANGED, key))
                .<Void>mapEmpty()
                .recover(failure -> Future.failedFuture(
                        isDoubled(failure)
                                ? new IllegalArgumentException(
                                        "There is already a site " + key + "; see: palabre site set")
                                : failure));
    }

    /**
     * Changes settings of a site; {@code name} and {@code origins} (separated by commas) are among them, and an empty
     * value brings back the default.
     *
     * @throws IllegalArgumentException as a failed future, with sentences for the operator
     */
    public Future<Void> set(String key, Map<String, String> changed) {
        return database.transaction(client -> store.lock(client, key)
                        .map(found -> found.orElseThrow(() -> new IllegalArgumentException("There is no site " + key)))
                        .map(site -> merged(site, changed))
                        .compose(site -> checked(key, site.origins(), site.settings())
                                .compose(ok -> store.update(client, site))
                                .compose(ok -> Notifications.announce(client, CHANGED, key))))
                .onSuccess(done -> changes.tell(CHANGED, key))
                .mapEmpty();
    }

    private static Stored merged(Stored site, Map<String, String> changed) {
        var settings = new HashMap<>(site.settings());
        changed.forEach((name, value) -> {
            if (value.isBlank() && !name.equals("purposes") && !name.equals("required")) {
                settings.remove(name);
            } else {
                settings.put(name, value);
            }
        });
        var name = Optional.ofNullable(settings.remove("name")).orElse(site.name());
        var origins = Optional.ofNullable(settings.remove("origins"))
                .map(text -> List.of(text.split("\\s*,\\s*", -1)))
                .orElse(site.origins());
        return new Stored(site.id(), site.key(), name, origins, settings);
    }

    private Future<Void> checked(String key, List<String> origins, Map<String, String> settings) {
        var problems = new java.util.ArrayList<>(Settings.problems(settings, purposes));
        if (!isKey(key)) {
            problems.add("a site's key has small letters, digits and hyphens, up to 63");
        }
        origins.stream()
                .filter(origin -> !Origins.isOrigin(origin))
                .forEach(origin -> problems.add(
                        origin + " is no origin; write it as browsers send it, such as https://www.example.org"));
        if (origins.isEmpty()) {
            problems.add("a site needs an origin, such as https://www.example.org");
        }
        return problems.isEmpty()
                ? Future.succeededFuture()
                : Future.failedFuture(new IllegalArgumentException(String.join("\n", problems)));
    }

    private static Site site(Stored stored) {
        return new Site(stored.id(), stored.key(), stored.name(), stored.origins(), Settings.of(stored.settings()));
    }

    /** Says that there is no site of this key (404). */
    static Problem unknown(String key) {
        return Problem.of(Problem.Kind.NOT_FOUND, "unknown_site", Map.of("site", key));
    }

    private static boolean isDoubled(Throwable failure) {
        return failure instanceof PgException pg && "23505".equals(pg.getSqlState());
    }
}

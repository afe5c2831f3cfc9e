package dev.palabre.consent.policy;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.async.Outage;
import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policy that is in force for each site: what its owner published last, else the ready-made purposes of its settings.
 * A version is stored before it is first served, so that every choice can name the very words that it answers. Kept by
 * the site's whole value, so that a site that changes has another policy at once; a publication drops what is kept.
 */
public final class Policies {
    /** The notice that a site's policy has changed, with the site's number. */
    public static final String CHANGED = "policy";

    private static final Duration BEHIND_NOTICES = Duration.ofSeconds(30);
    private static final Duration BEHIND_OUTAGES = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final Database database;
    private final Messages messages;
    private final String bundle;
    private final PolicyStore store = new PolicyStore();
    private final PublicationStore publications = new PublicationStore();
    private final AsyncCache<Site, Policy> served = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(BEHIND_NOTICES)
            .executor(Runnable::run)
            .buildAsync();

    private final Outage outage = new Outage();
    private final Cache<Site, Policy> last = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(BEHIND_OUTAGES)
            .build();

    /** Policies in a database, asked by a widget of this digest. */
    public Policies(Vertx vertx, Database database, Notifications changes, Messages messages, String bundle) {
        this.vertx = vertx;
        this.database = database;
        this.messages = messages;
        this.bundle = bundle;
        changes.on(CHANGED, this::drop);
        changes.onReset(() -> {
            served.asMap().clear();
            last.invalidateAll();
        });
    }

    /** The policy in force, stored; while the database is away, the last one. One without purposes is not stored. */
    public Future<Policy> served(Site site) {
        var ready = served.getIfPresent(site);
        if (ready != null && ready.isDone() && !ready.isCompletedExceptionally()) {
            return Future.succeededFuture(ready.join());
        }
        return outage.load(() -> current(site).onSuccess(policy -> last.put(site, policy)), last.getIfPresent(site));
    }

    private Future<Policy> current(Site site) {
        var promised = served.get(
                site, (wanted, executor) -> load(wanted).toCompletionStage().toCompletableFuture());
        return Future.fromCompletionStage(promised, vertx.getOrCreateContext());
    }

    /** The document of a version that was served once. */
    public Future<Optional<Map<String, Object>>> version(Site site, String version) {
        return database.query(client -> store.find(client, site.id(), version));
    }

    /** A version as it was, and the one before it. */
    public Future<Optional<PolicyVersion.Placed>> placed(Site site, String version) {
        return database.query(client -> store.version(client, site.id(), version)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : store.before(client, site.id(), found.get())
                                .map(before -> Optional.of(new PolicyVersion.Placed(found.get(), before)))));
    }

    /** The newest versions, without their documents. */
    public Future<List<PolicyVersion>> versions(Site site) {
        return database.query(client -> store.versions(client, site.id()));
    }

    private Future<Policy> load(Site site) {
        return database.query(client -> publications.latest(client, site.id()))
                .map(published ->
                        Policy.of(site, published.orElseGet(() -> PolicyDefinition.of(site)), bundle, messages))
                .compose(policy -> policy.purposes().isEmpty()
                        ? Future.succeededFuture(policy)
                        : database.query(client -> store.insert(client, site.id(), policy))
                                .map(policy));
    }

    private void drop(String siteId) {
        served.asMap().keySet().removeIf(site -> String.valueOf(site.id()).equals(siteId));
        last.asMap().keySet().removeIf(site -> String.valueOf(site.id()).equals(siteId));
    }
}

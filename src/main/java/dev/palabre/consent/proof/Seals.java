package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.consent.choice.Seal;
import dev.palabre.db.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * The chain over each site's consent events. No writer waits for it: events are sealed afterwards, in batches, each as soon
 * as it is committed, and one that comes late goes into a later batch. Any node may seal; of two at once one does nothing.
 */
public final class Seals {
    /** Few enough that sealing a batch stays a matter of milliseconds. */
    static final int BATCH = 1_000;

    private final Database database;
    private final InstantSource clock;
    private final SealStore store = new SealStore();
    private final ConsentStore events = new ConsentStore();

    public Seals(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Seals whatever is committed and not sealed yet, on all sites. */
    public Future<Void> seal() {
        return database.query(events::unsealedSites).compose(this::sealAll);
    }

    /** Deletes the events of one batch that is entirely older than this; the seal stays. Tells how many went. */
    Future<Integer> purge(int siteId, Instant before) {
        return database.transaction(client -> store.lock(client, siteId)
                .compose(locked ->
                        locked ? store.due(client, siteId, before, 1) : Future.succeededFuture(List.<Seal>of()))
                .compose(due -> due.isEmpty()
                        ? Future.succeededFuture(0)
                        : store.purge(client, due.get(0), clock.instant())
                                .compose(noted -> events.purge(client, due.get(0)))
                                .map(due.get(0).events())));
    }

    /** How many events stand in batches that are entirely older than this. */
    Future<Long> due(int siteId, Instant before) {
        return database.query(client -> store.countDue(client, siteId, before));
    }

    private Future<Void> sealAll(List<Integer> sites) {
        var done = Future.<Void>succeededFuture();
        for (var site : sites) {
            done = done.compose(next -> sealSite(site));
        }
        return done;
    }

    private Future<Void> sealSite(int siteId) {
        return database.transaction(client -> store.lock(client, siteId)
                        .compose(locked -> locked
                                ? events.unsealed(client, siteId, BATCH)
                                : Future.succeededFuture(List.<Seal.Leaf>of()))
                        .compose(batch -> batch.isEmpty()
                                ? Future.succeededFuture(0)
                                : store.last(client, siteId)
                                        .map(last -> Seal.over(siteId, batch, last, clock.instant()))
                                        .compose(seal -> store.insert(client, seal)
                                                .compose(kept -> events.seal(client, seal, ids(batch)))
                                                .map(batch.size()))))
                .compose(many -> many == BATCH ? sealSite(siteId) : Future.succeededFuture());
    }

    private static List<UUID> ids(List<Seal.Leaf> batch) {
        return batch.stream().map(Seal.Leaf::id).toList();
    }
}

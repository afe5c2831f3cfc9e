package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.consent.choice.Seal;
import dev.palabre.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * The chain over each site's consent events. No writer waits for it: events are sealed afterwards, in batches, each as soon
 * as it is committed, and one that comes late goes into a later batch. Any node may seal; of two at once one does nothing.
 */
public final class Seals {
    /** Few enough that sealing a batch stays a matter of milliseconds. */
    static final int BATCH = 1_000;

    private final Database database;
    private final InstantSource clock;
    private final IntFunction<Future<Integer>> keepDays;
    private final SealStore store = new SealStore();
    private final ConsentStore events = new ConsentStore();

    /** Seals in a database; {@code keepDays} tells for how long a site keeps its records. */
    public Seals(Database database, InstantSource clock, IntFunction<Future<Integer>> keepDays) {
        this.database = database;
        this.clock = clock;
        this.keepDays = keepDays;
    }

    /** Seals whatever is committed and not sealed yet, on all sites. A site that fails keeps no other from being sealed. */
    public Future<Void> seal() {
        return database.query(events::unsealedSites).compose(this::sealAll);
    }

    private Future<Void> sealAll(List<Integer> sites) {
        var done = Future.<Void>succeededFuture();
        for (var site : sites) {
            done = done.transform(before -> {
                var now = sealSite(site);
                return before.failed() ? now.transform(after -> Future.failedFuture(before.cause())) : now;
            });
        }
        return done;
    }

    private Future<Void> sealSite(int siteId) {
        return keepDays.apply(siteId)
                .compose(days -> database.transaction(client -> sealNext(client, siteId, days)))
                .compose(many -> many == BATCH ? sealSite(siteId) : Future.succeededFuture());
    }

    private Future<Integer> sealNext(SqlClient client, int siteId, int days) {
        return store.lock(client, siteId)
                .compose(locked ->
                        locked ? events.unsealed(client, siteId, BATCH) : Future.succeededFuture(List.<Seal.Leaf>of()))
                .compose(batch -> batch.isEmpty() ? Future.succeededFuture(0) : seal(client, siteId, batch, days));
    }

    private Future<Integer> seal(SqlClient client, int siteId, List<Seal.Leaf> batch, int days) {
        return store.last(client, siteId)
                .map(last -> Seal.over(siteId, batch, batch.size() < BATCH, days, last, clock.instant()))
                .compose(seal -> store.insert(client, seal).compose(kept -> events.seal(client, seal, ids(batch))))
                .map(batch.size());
    }

    private static List<UUID> ids(List<Seal.Leaf> batch) {
        return batch.stream().map(Seal.Leaf::id).toList();
    }
}

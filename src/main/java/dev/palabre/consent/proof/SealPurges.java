package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.consent.choice.Seal;
import dev.palabre.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Purges sealed batches that are old. Each purge is a link of the chain, so that no record can go without one. */
final class SealPurges {
    private final Database database;
    private final InstantSource clock;
    private final SealStore store = new SealStore();
    private final ConsentStore events = new ConsentStore();

    SealPurges(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Deletes the events of one batch that is entirely older than this; the seal stays. Tells how many went. */
    Future<Integer> purge(int siteId, Instant before) {
        return database.transaction(client -> store.lock(client, siteId)
                .compose(locked ->
                        locked ? store.due(client, siteId, before, 1) : Future.succeededFuture(List.<Seal>of()))
                .compose(due -> due.isEmpty() ? Future.succeededFuture(0) : purge(client, due.get(0), before)));
    }

    /** How many events stand in batches that are entirely older than this. */
    Future<Long> due(int siteId, Instant before) {
        return database.query(client -> store.countDue(client, siteId, before));
    }

    private Future<Integer> purge(SqlClient client, Seal seal, Instant before) {
        var now = clock.instant();
        var keepDays = (int) Duration.between(before, now).toDays();
        return store.last(client, seal.siteId())
                .map(last -> Seal.purge(seal, keepDays, last, now))
                .compose(link -> store.insert(client, link).compose(kept -> store.purge(client, seal, link.sealedAt())))
                .compose(noted -> events.purge(client, seal))
                .map(seal.events());
    }
}

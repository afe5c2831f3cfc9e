package dev.palabre.privacy.datarequest;

import dev.palabre.address.AddressStore;
import dev.palabre.db.Database;
import dev.palabre.privacy.retention.RetentionRule;
import dev.palabre.site.RetentionPeriods;
import io.vertx.core.Future;
import java.time.Instant;

/** Deletes requests that were answered long ago, with addresses that nothing else needs; open ones are never due. */
public final class DataRequestRetention implements RetentionRule {
    private final Database database;
    private final DataRequestStore store = new DataRequestStore();
    private final AddressStore addresses = new AddressStore();

    /** Retention of the requests of a database. */
    public DataRequestRetention(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "requests";
    }

    @Override
    public int days(RetentionPeriods keep) {
        return keep.requests();
    }

    @Override
    public Future<Long> due(int siteId, Instant before) {
        return database.query(client -> store.old(client, siteId, before));
    }

    @Override
    public Future<Integer> erase(int siteId, Instant before, int limit) {
        return database.transaction(client -> store.purge(client, siteId, before, limit)
                .compose(owners -> addresses.drop(client, siteId, owners).map(owners.size())));
    }
}

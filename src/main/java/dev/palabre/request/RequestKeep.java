package dev.palabre.request;

import dev.palabre.kernel.sql.Database;
import dev.palabre.mail.AddressStore;
import dev.palabre.retention.Rule;
import dev.palabre.site.Keep;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashSet;

/** Removes requests that were answered long ago, with addresses that nothing else needs; what waits is never due. */
public final class RequestKeep implements Rule {
    private final Database database;
    private final RequestStore store = new RequestStore();
    private final AddressStore addresses = new AddressStore();

    /** Removes requests of a database. */
    public RequestKeep(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "requests";
    }

    @Override
    public int days(Keep keep) {
        return keep.requests();
    }

    @Override
    public Future<Long> due(int siteId, Instant before) {
        return database.query(client -> store.old(client, siteId, before));
    }

    @Override
    public Future<Integer> erase(int siteId, Instant before, int most) {
        return database.transaction(
                client -> store.purge(client, siteId, before, most).compose(owners -> {
                    var done = Future.<Void>succeededFuture();
                    for (var owner : new HashSet<>(owners)) {
                        done = done.compose(ok -> addresses.drop(client, siteId, owner));
                    }
                    return done.map(owners.size());
                }));
    }
}

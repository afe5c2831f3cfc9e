package dev.palabre.privacy.datarequest;

import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Number of open data requests per site, in memory for every page of the console, refreshed on change. */
public final class OpenRequestCount {
    private static final Logger LOG = LoggerFactory.getLogger(OpenRequestCount.class);
    private static final String CHANGE = "requests";

    private final Database database;
    private final DataRequestStore store = new DataRequestStore();
    private Counted counted = new Counted(0, Map.of());
    private long versions;

    /** A count and its version: a count that started later is newer. */
    private record Counted(long version, Map<Integer, Integer> bySite) {}

    /** Counts the requests of a database, again whenever a node notifies of a change. */
    public OpenRequestCount(Database database, Notifications notifications) {
        this.database = database;
        notifications.on(CHANGE, site -> recount());
        notifications.onReset(this::recount);
    }

    /** Number of open requests of these sites. */
    public synchronized int on(Collection<Integer> siteIds) {
        return siteIds.stream()
                .mapToInt(site -> counted.bySite().getOrDefault(site, 0))
                .sum();
    }

    /** Notifies every node when the client's transaction commits. */
    Future<Void> announce(SqlClient client, int siteId) {
        return Notifications.announce(client, CHANGE, String.valueOf(siteId));
    }

    /** Counts again; a count that fails changes nothing. */
    Future<Void> recount() {
        var version = nextVersion();
        return database.query(store::open)
                .onSuccess(bySite -> replace(new Counted(version, bySite)))
                .onFailure(failure -> LOG.warn("requests could not be counted: {}", failure.toString()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private synchronized long nextVersion() {
        return ++versions;
    }

    private synchronized void replace(Counted fresh) {
        if (fresh.version() > counted.version()) {
            counted = fresh;
        }
    }
}

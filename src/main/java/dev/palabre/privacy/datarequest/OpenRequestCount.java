package dev.palabre.privacy.datarequest;

import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many requests wait on each site, at hand for every page of the console. */
public final class OpenRequestCount {
    private static final Logger LOG = LoggerFactory.getLogger(OpenRequestCount.class);
    private static final String CHANGE = "requests";

    private final Database database;
    private final DataRequestStore store = new DataRequestStore();
    private Counted counted = new Counted(0, Map.of());
    private long turns;

    /** A count, and the how-manieth it is: one that began later knows more. */
    private record Counted(long turn, Map<Integer, Integer> bySite) {}

    /** The requests of a database, counted again whenever a node says that something changed. */
    public OpenRequestCount(Database database, Notifications changes) {
        this.database = database;
        changes.on(CHANGE, site -> recount());
        changes.onReset(this::recount);
    }

    /** How many wait on these sites. */
    public synchronized int on(Collection<Integer> siteIds) {
        return siteIds.stream()
                .mapToInt(site -> counted.bySite().getOrDefault(site, 0))
                .sum();
    }

    /** Tells every node, with the transaction that the client is in. */
    Future<Void> announce(SqlClient client, int siteId) {
        return Notifications.announce(client, CHANGE, String.valueOf(siteId));
    }

    /** Counts again; where that fails, what was counted before stands. */
    Future<Void> recount() {
        var turn = nextTurn();
        return database.query(store::open)
                .onSuccess(bySite -> take(new Counted(turn, bySite)))
                .onFailure(failure -> LOG.warn("requests could not be counted: {}", failure.toString()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private synchronized long nextTurn() {
        return ++turns;
    }

    private synchronized void take(Counted fresh) {
        if (fresh.turn() > counted.turn()) {
            counted = fresh;
        }
    }
}

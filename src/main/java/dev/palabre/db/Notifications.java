package dev.palabre.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells every node what has changed (LISTEN and NOTIFY), so that each drops what it keeps of it. A notice sent while
 * nobody listened is lost: at each new subscription everything is to be dropped.
 */
public final class Notifications {
    private static final String CHANNEL = "palabre";
    private static final long FIRST_RETRY_MILLIS = 100;
    private static final long LAST_RETRY_MILLIS = 5_000;

    private final PgSubscriber subscriber;
    private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
    private final List<Runnable> resets = new CopyOnWriteArrayList<>();

    /** Notices of a database, over a connection of their own. */
    public Notifications(Vertx vertx, DatabaseAddress address) {
        subscriber = PgSubscriber.subscriber(vertx, Database.connectOptions(address, 3_000));
        subscriber.reconnectPolicy(retries -> Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(retries, 6)));
    }

    /** Starts to listen; keeps trying for ever once it has begun. */
    public Future<Void> start() {
        subscriber
                .channel(CHANNEL)
                .subscribeHandler(subscribed -> resets.forEach(Runnable::run))
                .handler(this::receive);
        return subscriber.connect();
    }

    /** Calls back with what has changed, for one kind of thing. */
    public void on(String kind, Consumer<String> listener) {
        listeners.computeIfAbsent(kind, none -> new CopyOnWriteArrayList<>()).add(listener);
    }

    /** Calls back whenever notices may have been lost. */
    public void onReset(Runnable drop) {
        resets.add(drop);
    }

    /** Sends a notice with the transaction that the client is in; it leaves with the commit. */
    public static Future<Void> announce(SqlClient client, String kind, String what) {
        return client.preparedQuery("SELECT pg_notify('palabre', $1)")
                .execute(Tuple.of(kind + ':' + what))
                .mapEmpty();
    }

    /** Tells this node at once, without waiting for the database's echo. */
    public void tell(String kind, String what) {
        listeners.getOrDefault(kind, List.of()).forEach(listener -> listener.accept(what));
    }

    /** Stops listening. */
    public Future<Void> close() {
        return subscriber.close();
    }

    private void receive(String payload) {
        var colon = payload.indexOf(':');
        if (colon > 0) {
            tell(payload.substring(0, colon), payload.substring(colon + 1));
        }
    }
}

package dev.palabre.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every node what has changed (LISTEN and NOTIFY), so that each drops what it keeps of it. A notice sent while
 * nobody listened is lost: at each new subscription everything is to be dropped.
 */
public final class Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final String CHANNEL = "palabre";
    private static final long FIRST_RETRY_MILLIS = 100;
    private static final long LAST_RETRY_MILLIS = 5_000;

    private static final long BEAT_MILLIS = 2_000;
    private static final String BEAT = "beat";

    /** Three beats without an answer. */
    private static final long SILENT_MILLIS = 3 * BEAT_MILLIS;

    private final Vertx vertx;
    private final Pool pool;
    private final String self = UUID.randomUUID().toString();
    private final AtomicLong reconnects = new AtomicLong();
    private volatile boolean closed;
    private final AtomicLong beatSent = new AtomicLong();
    private final AtomicLong beatHeard = new AtomicLong();
    private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
    private final List<Runnable> resets = new CopyOnWriteArrayList<>();

    /** Notices of a database, over a connection of their own. */
    public Notifications(Vertx vertx, DatabaseAddress address) {
        this.vertx = vertx;
        this.pool = Connections.chatty(vertx, address, Database.connectOptions(address, 3_000), SILENT_MILLIS);
    }

    /** Starts to listen; keeps trying for ever once it has begun. */
    public Future<Void> start() {
        return pool.getConnection().compose(this::listen);
    }

    /** How often the connection was lost and opened again. */
    public long reconnects() {
        return reconnects.get();
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
        closed = true;
        return pool.close();
    }

    private Future<Void> listen(SqlConnection connection) {
        var listening = PgConnection.cast(connection);
        listening.notificationHandler(notice -> receive(notice.getPayload()));
        return listening.query("LISTEN " + CHANNEL).execute().transform(listens -> {
            if (listens.failed()) {
                return listening.close().transform(gone -> Future.<Void>failedFuture(listens.cause()));
            }
            beatSent.set(0);
            beatHeard.set(0);
            var beats = vertx.setPeriodic(BEAT_MILLIS, timer -> beat(listening));
            listening.closeHandler(gone -> {
                vertx.cancelTimer(beats);
                again(0);
            });
            resets.forEach(Runnable::run);
            return Future.succeededFuture();
        });
    }

    /**
     * A notice to ourselves. A lost connection answers nothing and ends by its silence; one that answers and does not bring
     * the notice back does not listen any more and is given up.
     */
    private void beat(PgConnection listening) {
        if (beatSent.get() - beatHeard.get() > 1) {
            listening.query("SELECT pg_terminate_backend(pg_backend_pid())").execute();
            return;
        }
        announce(listening, BEAT, self + ' ' + beatSent.incrementAndGet())
                .onFailure(failure -> LOG.debug("No heartbeat", failure));
    }

    private void again(int tries) {
        if (closed) {
            return;
        }
        vertx.setTimer(
                Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(tries, 6)), timer -> start().onComplete(
                                listening -> {
                                    var count = reconnects.incrementAndGet();
                                    LOG.info("listening to the database's notices again (reconnection {})", count);
                                },
                                failure -> again(tries + 1)));
    }

    private void receive(String payload) {
        var colon = payload.indexOf(':');
        if (payload.startsWith(BEAT + ':')) {
            heard(payload.substring(colon + 1));
        } else if (colon > 0) {
            tell(payload.substring(0, colon), payload.substring(colon + 1));
        }
    }

    private void heard(String beat) {
        if (beat.startsWith(self)) {
            beatHeard.set(beatSent.get());
        }
    }
}

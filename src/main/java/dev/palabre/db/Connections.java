package dev.palabre.db;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;

/** Opens pools whose connections are encrypted as their address says, and end where their server is gone. */
final class Connections {
    private static final int CONNECT_MILLIS = 3_000;

    private Connections() {}

    /** A pool whose servers answer any statement in so much time, and whose connections are replaced where one does not. */
    static Pool pool(
            Vertx vertx, DatabaseAddress address, PgConnectOptions options, PoolOptions size, long patienceMillis) {
        var watch = new UnansweredTimeout.Watch(patienceMillis);
        var transport = transport(patienceMillis);
        return PgBuilder.pool()
                .using(vertx)
                .with(transport)
                .with(size)
                .withConnectHandler(watch::take)
                .connectingTo(new Encryption(vertx, address, options, transport))
                .build();
    }

    /** A connection that hears something at least as often as this says, or else ends. */
    static Pool chatty(Vertx vertx, DatabaseAddress address, PgConnectOptions options, long silentMillis) {
        var transport = transport(silentMillis);
        return PgBuilder.pool()
                .using(vertx)
                .with(transport)
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(new Encryption(vertx, address, options, transport))
                .build();
    }

    /** Nothing read for so long ends a connection, also one on which the server never greets back. */
    private static NetClientOptions transport(long silentMillis) {
        return new NetClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout((int) Math.min(Integer.MAX_VALUE, silentMillis))
                .setReadIdleTimeout((int) Math.min(Integer.MAX_VALUE, silentMillis))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}

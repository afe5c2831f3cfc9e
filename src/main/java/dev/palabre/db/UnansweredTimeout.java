package dev.palabre.db;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import io.vertx.sqlclient.internal.command.CommandResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose server owes an answer for longer than any statement may take: its peer is gone, or the network
 * drops its packets, and it would keep its place in the pool for ever. With it go the idle connections of the pool that
 * have heard nothing since; they are most likely lost in the same way.
 */
final class UnansweredTimeout extends ChannelDuplexHandler {
    private static final String NAME = "palabre.unanswered";
    private static final String BEFORE = "handler";
    private static final String IDLE = "idle";

    private final Watch watch;
    private final Channel channel;
    private volatile long patienceNanos;
    private volatile long heard = System.nanoTime();
    private final AtomicInteger pending = new AtomicInteger();
    private @Nullable Future<?> check;

    /** All connections of a pool. */
    static final class Watch {
        private final Set<UnansweredTimeout> open = ConcurrentHashMap.newKeySet();
        private final long patienceNanos;

        /** Connections whose server may take so long for an answer. */
        Watch(long patienceMillis) {
            this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        }

        /** Watches a new connection in place of the timeout that it was opened with, and gives it back to its pool. */
        void take(SqlConnection connection) {
            var channel = channel(connection);
            if (channel == null) {
                connection.close();
                return;
            }
            channel.eventLoop().execute(() -> {
                var pipeline = channel.pipeline();
                if (pipeline.get(BEFORE) != null && pipeline.get(IDLE) != null) {
                    var timeout = new UnansweredTimeout(this, channel);
                    pipeline.addBefore(BEFORE, NAME, timeout);
                    pipeline.remove(IDLE);
                    open.add(timeout);
                    var unused = channel.closeFuture().addListener(closed -> open.remove(timeout));
                }
                connection.close();
            });
        }

        private void lost(long since) {
            for (var other : open) {
                if (other.isIdleSince(since)) {
                    var unused = other.channel.close();
                }
            }
        }
    }

    private UnansweredTimeout(Watch watch, Channel channel) {
        this.watch = watch;
        this.channel = channel;
        this.patienceNanos = watch.patienceNanos;
    }

    /** Lets this connection's server take longer, until it is set again; zero for the usual patience. */
    static void patience(SqlConnection connection, long millis) {
        var channel = channel(connection);
        var timeout = channel == null ? null : channel.pipeline().get(UnansweredTimeout.class);
        if (timeout != null) {
            timeout.patienceNanos = millis == 0 ? timeout.watch.patienceNanos : TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }

    private static @Nullable Channel channel(SqlConnection connection) {
        var inner = connection instanceof SqlConnectionInternal known ? known.unwrap() : null;
        while (inner != null && !(inner instanceof SocketConnectionBase)) {
            var next = inner.unwrap();
            inner = next == inner ? null : next;
        }
        return inner instanceof SocketConnectionBase base
                ? base.socket().channelHandlerContext().channel()
                : null;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (pending.getAndIncrement() == 0) {
            heard = System.nanoTime();
            if (check == null) {
                later(patienceNanos);
            }
        }
        super.write(ctx, message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        heard = System.nanoTime();
        if (message instanceof CommandResponse && pending.get() > 0) {
            pending.decrementAndGet();
        }
        super.channelRead(ctx, message);
    }

    private void later(long nanos) {
        check = channel.eventLoop().schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        check = null;
        if (pending.get() == 0 || !channel.isActive()) {
            return;
        }
        var left = patienceNanos - (System.nanoTime() - heard);
        if (left > 0) {
            later(left);
            return;
        }
        var unused = channel.close();
        watch.lost(heard);
    }

    private boolean isIdleSince(long moment) {
        return pending.get() == 0 && patienceNanos == watch.patienceNanos && heard - moment <= 0;
    }
}

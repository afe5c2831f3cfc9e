package dev.palabre.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections on which nothing comes and nothing goes, but none whose request has come whole and is being worked
 * on: Vert.x's own idle timeout makes no difference, and would cut an answer that takes its time.
 */
public final class IdleConnectionHandler extends IdleStateHandler {
    private static final String NAME = "palabre.silence";
    private static final String BEFORE = "handler";

    private final HttpConnection connection;
    /** Requests that came whole, less answers that left; below zero while an answer is ahead of its request's end. */
    private int owed;

    private IdleConnectionHandler(HttpConnection connection, int seconds) {
        super(0, 0, seconds, TimeUnit.SECONDS);
        this.connection = connection;
    }

    /** Watches a connection, which may be silent for so many seconds. */
    public static void watch(HttpConnection connection, int seconds) {
        if (!(connection instanceof ConnectionBase base)
                || base.channel().pipeline().get(BEFORE) == null) {
            throw new IllegalStateException("this version of Vert.x has another pipeline: idle connections stay open");
        }
        base.channel().pipeline().addBefore(BEFORE, NAME, new IdleConnectionHandler(connection, seconds));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof LastHttpContent) {
            owed++;
        }
        super.channelRead(ctx, message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof LastHttpContent && !isInterim(message)) {
            owed--;
        }
        super.write(ctx, message, promise);
    }

    /** {@code 100 Continue} ends no request. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
        if (owed <= 0) {
            connection.close();
        }
    }
}

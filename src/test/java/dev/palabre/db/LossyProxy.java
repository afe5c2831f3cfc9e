package dev.palabre.db;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A proxy before a server that can swallow all that comes over the connections that are open, and lets new ones live. */
final class LossyProxy {
    private final NetServer listener;
    private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();

    LossyProxy(Vertx vertx, DatabaseAddress server) throws Exception {
        var client = vertx.createNetClient();
        listener = vertx.createNetServer()
                .connectHandler(from -> {
                    from.pause();
                    client.connect(server.port(), server.host()).onSuccess(to -> {
                        sockets.addAll(List.of(from, to));
                        from.handler(to::write).closeHandler(gone -> to.close());
                        to.handler(from::write);
                        from.resume();
                    });
                })
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
    }

    DatabaseAddress before(DatabaseAddress server) {
        return new DatabaseAddress(
                "127.0.0.1", listener.actualPort(), server.database(), server.user(), server.password(), server.tls());
    }

    /** Swallows whatever comes over the connections of now. */
    void swallow() {
        for (var socket : sockets) {
            socket.handler(lost -> {});
        }
        sockets.clear();
    }
}

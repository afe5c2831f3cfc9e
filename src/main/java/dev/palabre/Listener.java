package dev.palabre;

import dev.palabre.kernel.http.Edge;
import dev.palabre.kernel.http.Silence;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * Listens, on every event loop at one port. The port is bound before the rooms are put together, because with port 0
 * the addresses in their answers are not known earlier.
 */
final class Listener {
    private volatile Handler<HttpServerRequest> rooms = Edge::notYet;
    private volatile int port;

    private Listener() {}

    /** Binds the port, on so many event loops. */
    static Future<Listener> bind(Vertx vertx, Config config, int loops) {
        var listener = new Listener();
        var options = options(config);
        return vertx.deployVerticle(
                        () -> listener.server(options, config.idleSeconds()),
                        new DeploymentOptions().setInstances(loops))
                .map(bound -> listener);
    }

    /** The port that it is. */
    int port() {
        return port;
    }

    /** From now on requests go to these rooms. */
    void serve(Handler<HttpServerRequest> handler) {
        rooms = handler;
    }

    private static HttpServerOptions options(Config config) {
        return new HttpServerOptions()
                .setHost(config.host())
                // Below zero, all instances share one free port; with 0 each would take its own.
                .setPort(config.port() == 0 ? -1 : config.port())
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(8_192)
                .setMaxHeaderSize(8_192)
                .setTcpNoDelay(true)
                .setReuseAddress(true);
    }

    private VerticleBase server(HttpServerOptions options, int idleSeconds) {
        return new VerticleBase() {
            @Override
            public Future<HttpServer> start() {
                return vertx.createHttpServer(options)
                        .connectionHandler(connection -> Silence.watch(connection, idleSeconds))
                        .requestHandler(request -> rooms.handle(request))
                        .invalidRequestHandler(Edge::unreadable)
                        .listen()
                        .onSuccess(server -> port = server.actualPort());
            }
        };
    }
}

package dev.palabre.server;

import dev.palabre.config.Config;
import dev.palabre.config.Option;
import dev.palabre.http.Edge;
import dev.palabre.http.IdleConnectionHandler;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Listens, on every event loop at one port. The port is bound before the rooms are put together, because with port 0
 * the addresses in their answers are not known earlier.
 */
final class HttpListener {
    private volatile Handler<HttpServerRequest> rooms = Edge::notYet;
    private volatile int port;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    private HttpListener() {}

    /** Binds the port, on so many event loops. */
    static Future<HttpListener> bind(Vertx vertx, Config config, int loops) {
        var listener = new HttpListener();
        var options = options(config);
        var bound = vertx.deployVerticle(
                () -> listener.server(options, config.http().idleSeconds()),
                new DeploymentOptions().setInstances(loops));
        return Ports.named(bound, config.port(), Ports.option(Option.PORT)).map(id -> listener);
    }

    /** The port that it is. */
    int port() {
        return port;
    }

    /** From now on requests go to these rooms. */
    void serve(Handler<HttpServerRequest> handler) {
        rooms = handler;
    }

    /** Accepts nothing more; what is under way is answered, within so much time. */
    Future<Void> drain(Duration longest) {
        return Future.join(servers.stream()
                        .map(server -> server.shutdown(longest.toMillis(), TimeUnit.MILLISECONDS))
                        .toList())
                .mapEmpty();
    }

    private static HttpServerOptions options(Config config) {
        return new HttpServerOptions()
                .setHost(config.host())
                // Below zero, all instances share one free port; with 0 each would take its own.
                .setPort(config.port() == 0 ? -1 : config.port())
                .setHttp2ClearTextEnabled(false)
                // Without these Netty has no WebSocket handler in the pipeline, which resets more than 128 pipelined
                // requests;
                // Vert.x reads no further while one is being answered.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
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
                        .connectionHandler(connection -> IdleConnectionHandler.watch(connection, idleSeconds))
                        .requestHandler(request -> rooms.handle(request))
                        .invalidRequestHandler(Edge::unreadable)
                        .listen()
                        .onSuccess(server -> {
                            port = server.actualPort();
                            servers.add(server);
                        });
            }
        };
    }
}

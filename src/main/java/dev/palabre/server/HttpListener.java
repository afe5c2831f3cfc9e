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
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Listens at one port on every event loop. The port is bound before the application is made, because with port 0 the
 * addresses in its responses are not known earlier.
 */
public final class HttpListener {
    private volatile Handler<HttpServerRequest> application = Edge::notYet;
    private volatile int port;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    private HttpListener() {}

    /** Binds the port on a number of event loops. */
    static Future<HttpListener> bind(Vertx vertx, Config config, int loops) {
        var listener = new HttpListener();
        var options = options(config);
        var bound = vertx.deployVerticle(
                () -> listener.server(options, config.http().idleSeconds()),
                new DeploymentOptions().setInstances(loops));
        return named(bound, config.port(), option(Option.PORT)).map(id -> listener);
    }

    /** The bound port. */
    int port() {
        return port;
    }

    /** Passes requests to this handler from now on. */
    void serve(Handler<HttpServerRequest> handler) {
        application = handler;
    }

    /** Accepts no more connections; open requests are answered within the given time. */
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

    /** The same future, failing with a sentence for the operator if the port cannot be bound. */
    public static <T> Future<T> named(Future<T> bound, int port, String option) {
        return bound.recover(failure -> Future.failedFuture(
                failure instanceof IOException
                        ? new IllegalStateException(
                                "Port " + port + " cannot be listened on (" + failure.getMessage()
                                        + "): end what uses it, or choose another with " + option,
                                failure)
                        : failure));
    }

    /** The names of an option in such a sentence. */
    static String option(Option option) {
        return "--" + option.argument() + " or " + option.variable();
    }

    private VerticleBase server(HttpServerOptions options, int idleSeconds) {
        return new VerticleBase() {
            @Override
            public Future<HttpServer> start() {
                return vertx.createHttpServer(options)
                        .connectionHandler(connection -> IdleConnectionHandler.watch(connection, idleSeconds))
                        .requestHandler(request -> application.handle(request))
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

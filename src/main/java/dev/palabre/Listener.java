package dev.palabre;

import dev.palabre.kernel.http.Failures;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.stream.IntStream;

/**
 * Listens, on every event loop at one port. The port is bound before the rooms are put together, because with port 0
 * the addresses in their answers are not known earlier.
 */
final class Listener {
    private volatile Handler<HttpServerRequest> rooms = Listener::notYet;
    private final Vertx vertx;
    private final HttpServerOptions options;
    private int port;

    private Listener(Vertx vertx, HttpServerOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    /** Binds the port. */
    static Future<Listener> bind(Vertx vertx, Config config, String host, int port) {
        var listener = new Listener(
                vertx,
                new HttpServerOptions()
                        .setHost(host)
                        .setPort(port)
                        .setHttp2ClearTextEnabled(false)
                        .setIdleTimeout(config.idleSeconds())
                        .setMaxInitialLineLength(8_192)
                        .setMaxHeaderSize(8_192)
                        .setTcpNoDelay(true)
                        .setReuseAddress(true));
        return listener.another().map(bound -> listener);
    }

    /** The port that it is. */
    int port() {
        return port;
    }

    /** From now on requests go to these rooms, on so many event loops. */
    Future<Void> serve(Handler<HttpServerRequest> handler, int loops) {
        rooms = handler;
        return Future.all(IntStream.range(1, loops).mapToObj(loop -> another()).toList())
                .mapEmpty();
    }

    private Future<String> another() {
        return vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<HttpServer> start() {
                return vertx.createHttpServer(options)
                        .requestHandler(request -> rooms.handle(request))
                        .invalidRequestHandler(Listener::unreadable)
                        .listen()
                        .onSuccess(server -> {
                            port = server.actualPort();
                            options.setPort(port);
                        });
            }
        });
    }

    private static void notYet(HttpServerRequest request) {
        request.response()
                .setStatusCode(503)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Retry-After", "1")
                .end();
    }

    /** What cannot be parsed as HTTP gets an answer with the same headers as all others, and the connection ends. */
    private static void unreadable(HttpServerRequest request) {
        request.response()
                .setStatusCode(400)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Type", Failures.PROBLEM_JSON)
                .putHeader("Connection", "close")
                .end("{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"code\":\"malformed\","
                        + "\"detail\":\"The request cannot be read.\",\"errors\":[]}")
                .onComplete(sent -> request.connection().close());
    }
}

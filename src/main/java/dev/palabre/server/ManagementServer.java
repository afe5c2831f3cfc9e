package dev.palabre.server;

import dev.palabre.http.HealthRoutes;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;

/** The port for whoever runs the server: health and metrics, for a private network only. */
final class ManagementServer {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private ManagementServer() {}

    /** Listens, at 0 on a free port. */
    static Future<HttpServer> listen(
            Vertx vertx, String host, int port, HealthRoutes health, PrometheusMeterRegistry metrics) {
        var router = Router.router(vertx);
        router.route().handler(ctx -> {
            ctx.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer");
            ctx.next();
        });
        health.mount(router);
        router.get("/metrics")
                .handler(ctx ->
                        ctx.response().putHeader("Content-Type", PROMETHEUS).end(metrics.scrape()));
        return vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(router)
                .listen(port, host);
    }
}

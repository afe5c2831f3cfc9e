package dev.palabre.http;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.function.Supplier;

/** Whether this process lives, and whether it can do its work. */
public final class HealthRoutes {
    private final Supplier<Future<?>> ready;

    record Health(String status) {}

    /** Ready when this question is answered. */
    public HealthRoutes(Supplier<Future<?>> ready) {
        this.ready = ready;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get("/health/live").handler(Response.handler(ctx -> Future.succeededFuture(up())));
        router.get("/health/ready").handler(Response.handler(ctx -> ready.get()
                .map(answer -> up())
                .otherwise(failure -> Response.json(503, new Health("down")).with("Retry-After", "2"))));
    }

    private static Response up() {
        return Response.json(200, new Health("up"));
    }
}

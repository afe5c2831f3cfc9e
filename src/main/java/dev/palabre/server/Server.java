package dev.palabre.server;

import dev.palabre.config.Config;
import dev.palabre.config.Option;
import dev.palabre.http.Edge;
import dev.palabre.http.PublicUrl;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The server as a process: what it listens on, what it begins and ends with. {@link Application} is what it does. */
public final class Server implements AutoCloseable {
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private final Infrastructure ground;
    private final PublicUrl links;
    private final HttpListener listener;
    private final Application rooms;
    private final Duration drain;

    private Server(Infrastructure ground, PublicUrl links, HttpListener listener, Application rooms, Duration drain) {
        this.drain = drain;
        this.ground = ground;
        this.links = links;
        this.listener = listener;
        this.rooms = rooms;
    }

    /** Starts the server on these foundations; blocks until it answers. */
    public static Server start(Config config, Infrastructure ground) {
        var listener = Infrastructure.await(HttpListener.bind(ground.vertx(), config, loops(config)));
        var links = ServerAddresses.links(config, listener.port());
        var app = new Server(
                ground,
                links,
                listener,
                new Application(config, ground, links),
                config.http().drain());
        Infrastructure.await(ground.changes().start());
        app.rooms.start();
        app.manage(config);
        listener.serve(app.edge(config));
        return app;
    }

    /** What this server does. */
    public Application application() {
        return rooms;
    }

    /** The public address. */
    public String url() {
        return links.base();
    }

    /** The port that it listens on. */
    public int port() {
        return listener.port();
    }

    /** Nothing new comes in, what is under way is answered and sent, and only then goes what it stands on. */
    @Override
    public void close() {
        rooms.health().drain();
        if (!drain.isZero()) {
            Infrastructure.await(ground.vertx().timer(drain.toMillis(), TimeUnit.MILLISECONDS));
        }
        // What is on its way may take longer than anybody waits for a server to stop: its lease brings it back.
        Infrastructure.await(Future.join(listener.drain(LAST_ANSWERS), rooms.stop())
                .timeout(LAST_ANSWERS.toMillis() + 500, TimeUnit.MILLISECONDS)
                .otherwiseEmpty());
        Infrastructure.await(rooms.settle());
        ground.close();
    }

    /** The edge before the rooms, at the root and under the path of the public address. */
    private Handler<HttpServerRequest> edge(Config config) {
        var root = Router.router(ground.vertx());
        var edge = new Edge(
                ServerAddresses.of(config, links, port()),
                rooms.paths(),
                links.secure(),
                config.accessLog(),
                config.http().answerMillis());
        root.route().handler(edge);
        if (!links.mount().isEmpty()) {
            root.route(links.mount() + "/*").subRouter(rooms.router());
        }
        root.route("/*").subRouter(rooms.router());
        return edge.before(rooms.ready(), root);
    }

    private void manage(Config config) {
        if (config.managementPort() != null && ground.metrics() != null) {
            var bound = ManagementServer.listen(
                    ground.vertx(), config.host(), config.managementPort(), rooms.health(), ground.metrics());
            Infrastructure.await(
                    HttpListener.named(bound, config.managementPort(), HttpListener.option(Option.MANAGEMENT_PORT)));
        }
    }

    private static int loops(Config config) {
        return config.eventLoops() > 0
                ? config.eventLoops()
                : Runtime.getRuntime().availableProcessors();
    }
}

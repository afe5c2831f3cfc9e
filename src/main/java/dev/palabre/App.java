package dev.palabre;

import dev.palabre.kernel.http.Edge;
import dev.palabre.kernel.http.Links;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The server as a process: what it listens on, what it begins and ends with. {@link Rooms} is what it does. */
final class App implements AutoCloseable {
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private final Foundations ground;
    private final Links links;
    private final Listener listener;
    private final Rooms rooms;

    private App(Foundations ground, Links links, Listener listener, Rooms rooms) {
        this.ground = ground;
        this.links = links;
        this.listener = listener;
        this.rooms = rooms;
    }

    /** Starts the server on these foundations; blocks until it answers. */
    static App start(Config config, Foundations ground) {
        var listener = Foundations.await(Listener.bind(ground.vertx(), config, loops(config)));
        var links = Hosts.links(config, listener.port());
        var app = new App(ground, links, listener, Rooms.of(config, ground, links));
        Foundations.await(ground.changes().start());
        app.rooms.start();
        app.manage(config);
        listener.serve(app.edge(config));
        return app;
    }

    /** Every route, without a server that listens. */
    static List<Route> routes(Config config, Foundations ground) {
        return Rooms.of(config, ground, Hosts.links(config, config.port()))
                .router()
                .getRoutes();
    }

    /** Every kind of mail, without a server that listens. */
    static Set<String> mails(Config config, Foundations ground) {
        return Rooms.of(config, ground, Hosts.links(config, config.port()))
                .composers()
                .kinds();
    }

    /** The public address. */
    String url() {
        return links.base();
    }

    /** The port that it listens on. */
    int port() {
        return listener.port();
    }

    /** Nothing new comes in, what is under way is answered and sent, and only then goes what it stands on. */
    @Override
    public void close() {
        // What is on its way may take longer than anybody waits for a server to stop: its lease brings it back.
        Foundations.await(Future.join(listener.drain(LAST_ANSWERS), rooms.stop())
                .timeout(LAST_ANSWERS.toMillis() + 500, TimeUnit.MILLISECONDS)
                .otherwiseEmpty());
        Foundations.await(rooms.settle());
        ground.close();
    }

    /** The edge before the rooms, at the root and under the path of the public address. */
    private Handler<HttpServerRequest> edge(Config config) {
        var root = Router.router(ground.vertx());
        var edge = new Edge(Hosts.of(config, links, port()), rooms.paths(), links.secure(), config.accessLog());
        root.route().handler(edge);
        if (!links.mount().isEmpty()) {
            root.route(links.mount() + "/*").subRouter(rooms.router());
        }
        root.route("/*").subRouter(rooms.router());
        return edge.before(rooms.ready(), root);
    }

    private void manage(Config config) {
        if (config.managementPort() != null && ground.metrics() != null) {
            var bound = Management.listen(
                    ground.vertx(), config.host(), config.managementPort(), Rooms.health(ground), ground.metrics());
            Foundations.await(Ports.named(bound, config.managementPort(), Ports.option(Option.MANAGEMENT_PORT)));
        }
    }

    private static int loops(Config config) {
        return config.eventLoops() > 0
                ? config.eventLoops()
                : Runtime.getRuntime().availableProcessors();
    }
}

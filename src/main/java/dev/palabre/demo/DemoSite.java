package dev.palabre.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** The demo's newspaper on {@code http://localhost:port}: finished pages, served from memory under a strict policy. */
public final class DemoSite {
    private static final String HOST = "localhost";

    private final HttpServer server;

    private DemoSite(HttpServer server) {
        this.server = server;
    }

    /**
     * Renders the pages and serves them on the loopback interface.
     *
     * @param vertx runs the server
     * @param port the port to listen on, 0 for any free one
     * @param palabreUrl the public URL of the Palabre server that the pages embed, without a trailing slash
     * @return the running site; fails when the port is taken
     */
    public static Future<DemoSite> start(Vertx vertx, int port, String palabreUrl) {
        var policy = DemoCsp.allowing(palabreUrl);
        return vertx.executeBlocking(() -> DemoRenderer.render(palabreUrl))
                .compose(pages -> vertx.createHttpServer(options())
                        .requestHandler(request -> answer(request, pages, policy))
                        .listen(port, "127.0.0.1"))
                .map(DemoSite::new);
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions().setHttp2ClearTextEnabled(false).setIdleTimeout(30);
    }

    /** The address of the site, and its origin: {@code http://localhost:port}. */
    public String url() {
        return url(server.actualPort());
    }

    /** Stops listening; the returned future ends when the port is free again. */
    public Future<Void> stop() {
        return server.close();
    }

    private static void answer(HttpServerRequest request, DemoPages pages, DemoCsp policy) {
        var response = request.response();
        policy.headers().forEach(response::putHeader);
        if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
            response.setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
        } else if (!isOurs(request)) {
            // On 127.0.0.1 the pages would be of the same site as Palabre, and of an origin that it does not know.
            var here = url(request.connection().localAddress().port()) + request.uri();
            response.setStatusCode(307).putHeader("Location", here).end();
        } else {
            send(response, pages, request.path());
        }
    }

    private static void send(HttpServerResponse response, DemoPages pages, String path) {
        var found = pages.byPath().containsKey(path);
        var page = pages.byPath().getOrDefault(path, pages.missing());
        response.setStatusCode(found ? 200 : 404)
                .putHeader("Content-Type", page.type())
                .end(page.bytes());
    }

    private static boolean isOurs(HttpServerRequest request) {
        var authority = request.authority();
        return authority != null && HOST.equals(authority.host());
    }

    private static String url(int port) {
        return "http://" + HOST + ":" + port;
    }
}

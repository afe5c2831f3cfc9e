import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.UUID;

/**
 * What Palabre is compared with: a Vert.x server without any router, cache or check. It answers GET with the bytes and
 * headers that Palabre gave for the same address, and POST with one single-row INSERT over a pool of the same size.
 *
 * <p>Arguments: port, address of the thread, database URL.
 */
public final class Bare {
    private static final Set<String> CONNECTION_HEADERS = Set.of("content-length", "connection", "date");

    record Answer(Buffer body, MultiMap headers) {}

    public static void main(String[] args) throws Exception {
        var port = Integer.parseInt(args[0]);
        var plain = fetch(args[1], "identity");
        var gzip = fetch(args[1], "gzip");
        var loops = Runtime.getRuntime().availableProcessors();
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
        var pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(PgConnectOptions.fromUri(args[2]).setCachePreparedStatements(true))
                .with(new PoolOptions().setMaxSize(8))
                .build();
        pool.query("CREATE TABLE IF NOT EXISTS bench_bare (id uuid PRIMARY KEY, body text NOT NULL)")
                .execute()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Handler<HttpServerRequest> handler = request -> {
            if (request.method().name().equals("GET")) {
                var answer = request.getHeader(HttpHeaders.ACCEPT_ENCODING) == null ? plain : gzip;
                request.response().headers().setAll(answer.headers());
                request.response().end(answer.body());
            } else {
                request.body().onSuccess(body -> pool.preparedQuery("INSERT INTO bench_bare (id, body) VALUES ($1, $2)")
                        .execute(Tuple.of(UUID.randomUUID(), body.toString()))
                        .onComplete(
                                done -> request.response().setStatusCode(201).end("{}"),
                                failed -> request.response().setStatusCode(500).end()));
            }
        };
        vertx.deployVerticle(
                        () -> new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                return vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                                        .requestHandler(handler)
                                        .listen(port, "127.0.0.1");
                            }
                        },
                        new DeploymentOptions().setInstances(loops))
                .onSuccess(ready -> System.out.println("ready"));
    }

    private static Answer fetch(String address, String encoding) throws Exception {
        var response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address))
                                .header("Accept", "application/vnd.palabre.nodes+json")
                                .header("Accept-Encoding", encoding)
                                .build(),
                        BodyHandlers.ofByteArray());
        var headers = MultiMap.caseInsensitiveMultiMap();
        response.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":") && !CONNECTION_HEADERS.contains(name)) {
                headers.add(name, values);
            }
        });
        return new Answer(Buffer.buffer(response.body()), headers);
    }
}

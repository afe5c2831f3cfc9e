package dev.palabre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.config.Option;
import dev.palabre.http.HealthRoutes;
import dev.palabre.testing.RawHttp;
import dev.palabre.testing.TestServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class ManagementServerTest {
    @Test
    void listen_answersHealthAndMetrics() throws Exception {
        var vertx = Vertx.vertx();
        try {
            var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            metrics.counter("palabre.test").increment();
            var health = new HealthRoutes(() -> Future.failedFuture("the database is away"));
            var port = Infrastructure.await(ManagementServer.listen(vertx, "127.0.0.1", 0, health, metrics))
                    .actualPort();

            assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(port, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(port, "/health/ready").body()).contains("\"database\":\"down\"");
            health.drain();
            assertThat(get(port, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(port, "/metrics").body()).contains("palabre_test_total 1.0");
        } finally {
            Infrastructure.await(vertx.close());
        }
    }

    @Test
    void metrics_getNoSeriesForWhatAStrangerInvents() {
        try (var server = TestServer.start(Map.of(Option.MANAGEMENT_PORT, "0"))) {
            invent(server, "A");
            var before = series(server);
            for (int i = 0; i < 50; i++) {
                invent(server, "B" + i);
            }
            assertThat(series(server)).isEqualTo(before);
        }
    }

    private static void invent(TestServer server, String what) {
        RawHttp.once(server.url(), what + " / HTTP/1.1\r\nHost: HOST\r\n\r\n");
        RawHttp.once(server.url(), "GET /" + what + " HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
        RawHttp.once(server.url(), "GET / HTTP/1.1\r\nHost: " + what + "\r\n\r\n");
    }

    private static long series(TestServer server) {
        return Objects.requireNonNull(server.ground().metrics())
                .scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .count();
    }

    @Test
    void metrics_areNotOnThePublicPort() {
        try (var server = TestServer.start(Map.of(Option.MANAGEMENT_PORT, "0"))) {
            assertThat(server.get("/metrics").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}

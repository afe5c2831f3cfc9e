package dev.palabre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.config.Option;
import dev.palabre.http.HealthRoutes;
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
import org.junit.jupiter.api.Test;

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
            assertThat(get(port, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(port, "/metrics").body()).contains("palabre_test_total 1.0");
        } finally {
            Infrastructure.await(vertx.close());
        }
    }

    @Test
    void metrics_areNotOnThePublicPort() {
        try (var server = TestServer.start(java.util.Map.of(Option.MANAGEMENT_PORT, "0"))) {
            assertThat(server.get("/metrics").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}

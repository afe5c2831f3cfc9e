package dev.palabre.widget;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AssetRoutesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Vertx vertx;
    private static HttpServer server;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        var router = Router.router(vertx);
        AssetRoutes.mount(router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void part_withTheCurrentDigestIsImmutable() throws Exception {
        for (var part : parts()) {
            var response = get("/" + part);
            assertThat(response.statusCode()).as(part).isEqualTo(200);
            assertThat(cacheControl(response)).isEqualTo("public, max-age=31536000, immutable");
        }
    }

    @Test
    void part_withAnotherDigestIsThePresentOneUncached() throws Exception {
        for (var part : parts()) {
            for (var digest : new String[] {"00000000", "ffffffff", "82745bcf"}) {
                var response = get("/" + part.replaceFirst("\\.[0-9a-f]{8}\\.", "." + digest + "."));
                assertThat(response.statusCode()).as(part).isEqualTo(200);
                assertThat(cacheControl(response)).isEqualTo("no-store");
                assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                        .contains("*");
                assertThat(response.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
                assertThat(response.body()).isEqualTo(get("/" + part).body());
            }
        }
    }

    @Test
    void part_isAnsweredUnderItsNameInEarlierBuilds() throws Exception {
        assertThat(get("/consent-more.82745bcf.js").body()).isEqualTo(present("extras"));
        assertThat(get("/consent-foreign.82745bcf.js").body()).isEqualTo(present("compat"));
        assertThat(cacheControl(get("/consent-more.82745bcf.js"))).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/consent-unknown.00000000.js",
                "/consent-detail.js",
                "/consent-detail..js",
                "/consent-detail.0000000.js",
                "/consent-detail.000000000.js",
                "/consent-detail.0000000G.js",
                "/consent-DETAIL.00000000.js",
                "/consent-detail.00000000.css",
                "/consent-detail.00000000.js.map",
                "/consent-..%2Fdetail.00000000.js",
                "/consent-.00000000.js",
                "/consent-"
            })
    void part_withAMalformedNameIsNotFound(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void script_namesTheCurrentPartsAndIsCachedShortly() throws Exception {
        var script = get("/palabre.js");
        assertThat(cacheControl(script)).startsWith("public, max-age=300");
        var digest = parts().get(0).replaceAll("^[^.]*\\.|\\.js$", "");
        assertThat(script.body()).contains(digest);
    }

    @Test
    void digest_isTheSameForTheSameBuild() {
        assertThat(AssetRoutes.digest()).hasSize(64).isEqualTo(AssetRoutes.digest());
    }

    private static String present(String name) throws Exception {
        for (var part : parts()) {
            if (part.startsWith("consent-" + name + ".")) {
                return get("/" + part).body();
            }
        }
        throw new AssertionError(name);
    }

    private static String cacheControl(HttpResponse<String> response) {
        return response.headers().firstValue("Cache-Control").orElse("");
    }

    private static List<String> parts() throws IOException {
        try (var in = AssetRoutesTest.class.getResourceAsStream("/widget/parts.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}

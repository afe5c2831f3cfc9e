package dev.palabre.widget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the widget loads when it needs it. */
@Tag("server")
final class WidgetPartsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void parts_areForAnyPageAndMayBeKeptForEver() throws Exception {
        var widget = get("/palabre.js").body();
        for (var part : parts()) {
            var answer = get("/" + part);
            assertThat(answer.statusCode()).as(part).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("*");
            assertThat(widget).contains(part.replaceAll("^[^.]*\\.|\\.js$", ""));
        }
    }

    @Test
    void part_ofAnotherBuildIsAnsweredWithThePresentOne() throws Exception {
        for (var part : parts()) {
            var answer = get("/" + part.replaceAll("\\.[0-9a-f]{8}\\.js$", ".00000000.js"));
            assertThat(answer.statusCode()).as(part).isEqualTo(200);
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(answer.body()).isEqualTo(get("/" + part).body());
        }
    }

    @Test
    void part_thatNoBuildHasIsNotFound() throws Exception {
        assertThat(get("/consent-detail.0000000000.js").statusCode()).isEqualTo(404);
        assertThat(get("/consent-unknown.00000000.js").statusCode()).isEqualTo(404);
    }

    private static List<String> parts() throws IOException {
        try (var in = WidgetPartsTest.class.getResourceAsStream("/widget/parts.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

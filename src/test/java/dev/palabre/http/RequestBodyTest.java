package dev.palabre.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.config.Option;
import dev.palabre.testing.Corpora;
import dev.palabre.testing.RawHttp;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that cannot be read, and those that are too large. */
@Tag("server")
final class RequestBodyTest {
    private static final String SITE = "https://good.example";
    private static final String COMMENTS = "/api/sites/lsi/comments";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of(Option.LIMITS_BODY, "8")).site("lsi", SITE, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void body_declaredTooLargeIsRefusedBeforeItComes() {
        var answer = RawHttp.once(server.url(), post("Content-Length: 8193") + "{");
        assertThat(answer.status()).isEqualTo(413);
        assertCarriesTheHeaderSet(answer);
    }

    @Test
    void body_thatIsTooLargeIsRefusedSoThatThePageCanReadIt() {
        for (var size : new String[] {"Content-Length: 9000\r\n", "Transfer-Encoding: chunked\r\n"}) {
            try (var wire = new RawHttp(server.url())) {
                wire.send(post(size + "Origin: " + SITE)
                        + (size.startsWith("C")
                                ? "x".repeat(9_000)
                                : "2328\r\n" + "x".repeat(9_000) + "\r\n0\r\n\r\n"));
                var answer = wire.answer();
                assertThat(answer.status()).isEqualTo(413);
                assertThat(answer.header("Access-Control-Allow-Origin")).contains(SITE);
                assertThat(wire.isClosed()).isTrue();
            }
        }
    }

    @Test
    void body_ofTheLargestSizeIsRead() {
        var answer = RawHttp.once(server.url(), post("Content-Length: 8192") + "x".repeat(8_192));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("malformed_json");
    }

    @Test
    void body_inChunksThatSumUpToTooMuchIsRefused() {
        var chunk = "1000\r\n" + "x".repeat(4_096) + "\r\n";
        var answer = RawHttp.once(server.url(), post("Transfer-Encoding: chunked") + chunk + chunk + chunk);
        assertThat(answer.status()).isEqualTo(413);
        assertCarriesTheHeaderSet(answer);
    }

    @Test
    void body_withALengthBeyondAnyNumberIsRefused() {
        var answer = RawHttp.once(server.url(), post("Content-Length: 99999999999999999999") + "{");
        assertThat(answer.status()).isEqualTo(400);
        assertCarriesTheHeaderSet(answer);
    }

    @Test
    void utf8_thatIsNoneIsRefusedAndNeverAFailureOfOurs() throws IOException {
        for (var each : new JsonArray(Files.readString(Corpora.file("generated/invalid-utf8.json")))) {
            var bytes = Base64.getDecoder().decode(((JsonObject) each).getString("base64"));
            var name = ((JsonObject) each).getString("name");
            for (var type : new String[] {"application/json", "application/x-www-form-urlencoded"}) {
                var answer = server.send(server.request(COMMENTS)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(bytes))
                        .build());
                assertThat(answer.statusCode()).as(name + " " + type).isBetween(400, 422);
            }
        }
    }

    @Test
    void json_ofTheTestSuiteIsNeverAFailureOfOurs() throws IOException {
        try (var files = Files.list(Corpora.file("jsontestsuite/test_parsing"))) {
            for (var file : files.toList()) {
                var answer = server.send(server.request(COMMENTS)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofFile(file))
                        .build());
                assertThat(answer.statusCode())
                        .as(file.getFileName().toString())
                        .isBetween(400, 422);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"text\"",
                "1",
                "true",
                "",
                "{\"text\":1}",
                "{\"text\":null,\"pageUrl\":[]}",
                "{\"email\":{\"$ne\":1}}",
                "{\"pageUrl\":true}",
                "{\"text\":\"a\",\"text\":\"b\"}"
            })
    void json_ofAnotherShapeIsRefused(String json) {
        var answer = server.post(COMMENTS, json);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("code")).startsWith("malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "multipart/form-data; boundary=x", "application/xml", ""})
    void content_ofAnotherTypeIsRefused(String type) {
        var request = server.request(COMMENTS).POST(BodyPublishers.ofString("{}"));
        var answer = server.send(
                type.isEmpty()
                        ? request.build()
                        : request.header("Content-Type", type).build());
        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\u0000", "a\\ud800b", "\\udfff", "\\uffff", "\\ufdd0", "\\u0008", "\\u0085", "\\ud83f\\udfff"})
    void text_thatCannotBeStoredIsRefusedFieldByField(String escaped) {
        for (var field : new String[] {"text", "lastName", "firstName", "email", "pageTitle", "pageId"}) {
            var answer = server.post(COMMENTS, valid().put(field, "@").encode().replace("\"@\"", '"' + escaped + '"'));
            assertThat(answer.statusCode()).as(field + " " + answer.body()).isEqualTo(422);
            assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
        }
        var page = server.post(COMMENTS, valid().put("pageUrl", "@").encode().replace("@", SITE + "/" + escaped));
        assertThat(page.statusCode()).isEqualTo(422);
    }

    @Test
    void strings_ofEveryNaughtyListNeverFailInAParameter() throws IOException {
        var naughty = new JsonArray(Files.readString(Corpora.file("blns/blns.json")));
        for (var each : naughty) {
            var encoded = URLEncoder.encode(String.valueOf(each), StandardCharsets.UTF_8);
            var path =
                    "/api/sites/lsi/thread?url=" + SITE + "/&lang=" + encoded + "&title=" + encoded + "&id=" + encoded;
            if (path.length() < 4_000) {
                assertThat(server.get(path).statusCode()).as(encoded).isBetween(200, 422);
            }
        }
    }

    private static JsonObject valid() {
        return new JsonObject()
                .put("pageUrl", SITE + "/article")
                .put("text", "Bonjour")
                .put("lastName", "Diop")
                .put("firstName", "Awa")
                .put("email", "awa@example.org");
    }

    private static String post(String headers) {
        return "POST " + COMMENTS + " HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n" + headers
                + "\r\n\r\n";
    }

    private static void assertCarriesTheHeaderSet(RawHttp.Answer answer) {
        assertThat(answer.all("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.all("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(answer.all("Server")).isEmpty();
        assertThat(answer.all("X-Powered-By")).isEmpty();
        assertThat(answer.status() == 204 || !answer.all("Content-Type").isEmpty())
                .isTrue();
        if (answer.status() >= 400) {
            assertThat(answer.header("Cache-Control")).contains("no-store");
        }
    }
}

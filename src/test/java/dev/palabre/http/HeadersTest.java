package dev.palabre.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.config.Option;
import dev.palabre.testing.Corpora;
import dev.palabre.testing.RawHttp;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer carries, and who may read it. */
@Tag("server")
final class HeadersTest {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nothing",
                "/nothing?lang=%ZZ",
                "/nothing?x=%ff",
                "/%",
                "/api/sites/none/thread?url=x",
                "/api/sites/lsi/thread",
                "/api/sites/lsi/thread?url=%ZZ",
                "/api/sites/lsi/thread?url=https://good.example/&after=zzz",
                "/api/sites/lsi/thread?url=https://good.example/&sort=best",
                "/api/sites/lsi/thread?url=https://good.example/&url=https://good.example/",
                "/api/sites/lsi/thread?url=https://evil.example/",
                "/api/sites/%ff/thread?url=https://good.example/",
                "/api/sites/%00/thread?url=https://good.example/",
                "/api/sites/%ZZ/thread?url=https://good.example/",
                "/api/sites/lsi/own?url=https://good.example/",
                "/api/sites/lsi/counts",
                "/api/sites/lsi/counts?url=%00",
                "/c/nothing",
                "/c/%ff",
                "/c/AAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "/assets/../palabre.js",
                "/assets/%2e%2e/palabre.js",
                "/assets/..%2f..%2fetc/passwd",
                "/assets/..%5c..%5cetc",
                "/.git/config",
                "/api/sites/lsi/thread/foo.css?url=https://good.example/",
                "//evil.example/%2f..",
                "/sites/lsi/notice",
                "/sites/none/notice",
                "/health/live",
                "/health/ready",
                "/palabre.js",
                "/palabre.js;x=y"
            })
    void answer_carriesTheHeaderSetWhateverIsAskedFor(String path) {
        for (var accept : new String[] {"*/*", "text/html", "application/vnd.palabre.nodes+json"}) {
            var answer = RawHttp.once(
                    server.url(), "GET " + path + " HTTP/1.1\r\nHost: HOST\r\nAccept: " + accept + "\r\n\r\n");
            assertThat(answer.status()).as(path + " " + accept).isBetween(200, 499);
            assertCarriesTheHeaderSet(answer);
            assertThat(answer.header("Location")).isEmpty();
            assertThat(answer.text()).doesNotContainPattern("Exception|/home|at [a-z.]+\\(|SELECT ");
            if (answer.header("Content-Type").orElse("").startsWith("text/html")) {
                assertThat(answer.header("Content-Security-Policy").orElse(""))
                        .contains("default-src 'none'", "frame-ancestors")
                        .doesNotContain("unsafe-");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/palabre.js",
                "/assets/comments.css",
                "/health/live",
                "/sites/lsi/notice",
                "/api/sites/lsi/thread?url=https://good.example/head",
                "/nothing"
            })
    void head_answersWhatGetAnswersWithoutTheBody(String path) {
        var rest = " " + path + " HTTP/1.1\r\nHost: HOST\r\nOrigin: " + SITE
                + "\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n";
        var get = RawHttp.once(server.url(), "GET" + rest);
        try (var wire = new RawHttp(server.url())) {
            var head = wire.send("HEAD" + rest).head();
            assertThat(head.status()).as(path).isEqualTo(get.status());
            assertThat(head.headers()).as(path).containsExactlyInAnyOrderElementsOf(get.headers());
            assertThat(head.body()).isEmpty();
            assertCarriesTheHeaderSet(head);
        }
    }

    @Test
    void errors_areProblemsInTheLanguageOfTheReader() {
        var french = server.get("/nothing", "Accept-Language", "fr");
        var english = server.get("/nothing", "Accept-Language", "en-GB,fr;q=0.5");
        assertThat(french.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(new JsonObject(french.body()).getString("title")).isEqualTo("Introuvable");
        assertThat(new JsonObject(english.body()).getInteger("status")).isEqualTo(404);
        assertThat(new JsonObject(english.body()).getString("title")).isNotEqualTo("Introuvable");
        assertThat(french.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /palabre.js, 405, 'GET, HEAD, OPTIONS'",
        "POST, /palabre.js, 405, 'GET, HEAD, OPTIONS'",
        "POST, /api/sites/lsi/thread, 405, 'GET, HEAD, OPTIONS'",
        "GET, /api/sites/lsi/comments, 405, 'OPTIONS, POST'",
        "HEAD, /api/sites/lsi/comments, 405, 'OPTIONS, POST'",
        "PUT, /api/sites/lsi/consent, 405, 'GET, HEAD, OPTIONS, POST'",
        "POST, /c/AAAA, 405, 'GET, HEAD, OPTIONS'",
        "GET, /api/moderation/comments/1/decisions, 405, 'OPTIONS, POST'",
        "OPTIONS, /palabre.js, 204, 'GET, HEAD, OPTIONS'",
        "OPTIONS, /sites/lsi/notice, 204, 'GET, HEAD, OPTIONS'",
        "DELETE, /nothing, 404, ",
        "POST, /nothing, 404, ",
        "OPTIONS, /nothing, 404, ",
        "GET, /api/sites/lsi/nothing, 404, "
    })
    void method_thatThePathDoesNotHaveIsRefusedWithThoseThatItHas(
            String method, String path, int status, @Nullable String allow) {
        try (var wire = new RawHttp(server.url())) {
            wire.send(
                    method + " " + path + " HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            var answer = wire.head();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Allow")).isEqualTo(Optional.ofNullable(allow));
            if (status >= 400) {
                assertThat(answer.header("Content-Type")).contains("application/problem+json");
            }
            assertCarriesTheHeaderSet(answer);
        }
    }

    @Test
    void origins_getCorsHeadersInTheirExactSpellingOnly() throws IOException {
        var origins = new JsonArray(Files.readString(Corpora.file("generated/origins.json")));
        for (var each : origins) {
            var origin = String.valueOf(each);
            var answer = RawHttp.once(
                    server.url(),
                    "GET /api/sites/lsi/thread?url=" + SITE + "/ HTTP/1.1\r\nHost: HOST\r\nOrigin: " + origin
                            + "\r\n\r\n");
            assertThat(answer.header("Access-Control-Allow-Origin"))
                    .as(origin)
                    .isIn(java.util.Optional.empty(), java.util.Optional.of(SITE));
            if (!origin.strip().equals(SITE)) {
                assertThat(answer.header("Access-Control-Allow-Origin"))
                        .as(origin)
                        .isEmpty();
                if (answer.status() == 200) {
                    assertThat(String.join(",", answer.all("Vary"))).contains("Origin");
                }
                var posted = RawHttp.once(
                        server.url(),
                        post("Content-Length: 2\r\nOrigin: " + origin).replace("\0", "") + "{}");
                assertThat(posted.status()).as("POST from " + origin).isIn(400, 403);
            }
        }
    }

    @Test
    void origin_ofTheSiteMayReadAndIsNamed() {
        var answer = server.get("/api/sites/lsi/thread?url=" + SITE + "/", "Origin", SITE);
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly(SITE);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
    }

    @Test
    void origin_thatIsAbsentGetsVaryAllTheSame() {
        var answer = server.get("/api/sites/lsi/thread?url=" + SITE + "/");
        assertThat(answer.headers().allValues("Vary").toString()).contains("Origin", "Accept-Encoding");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void preflight_ofTheSiteIsAllowedAndOfAnotherIsNot() {
        var preflight = "OPTIONS " + COMMENTS
                + " HTTP/1.1\r\nHost: HOST\r\nOrigin: %s\r\nAccess-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: content-type,idempotency-key\r\n\r\n";
        var own = RawHttp.once(server.url(), preflight.formatted(SITE));
        assertThat(own.status()).isEqualTo(204);
        assertThat(own.header("Access-Control-Allow-Origin")).contains(SITE);
        assertThat(own.header("Access-Control-Allow-Methods").orElse("")).contains("POST");
        assertThat(own.header("Access-Control-Allow-Headers").orElse("")).contains("Idempotency-Key", "Content-Type");
        assertCarriesTheHeaderSet(own);
        var foreign = RawHttp.once(server.url(), preflight.formatted("https://evil.example"));
        assertThat(foreign.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(foreign.header("Access-Control-Allow-Headers")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/sites/lsi/consent, POST, true",
        "OPTIONS, /api/sites/lsi/consent, POST, true",
        "OPTIONS, /api/sites/lsi/consent, GET, false",
        "GET, /api/sites/lsi/consent, GET, false",
        "POST, /api/sites/lsi/comments, POST, false",
        "OPTIONS, /api/sites/lsi/comments, POST, false",
        "POST, /api/sites/lsi/own/consent, POST, false",
        "OPTIONS, /api/sites/lsi/own/consent, POST, false"
    })
    void credentials_areAllowedWhereAChoiceIsSentOnly(String method, String path, String announced, boolean allowed) {
        var answer = RawHttp.once(
                server.url(),
                method + " " + path + " HTTP/1.1\r\nHost: HOST\r\nOrigin: " + SITE
                        + "\r\nAccess-Control-Request-Method: " + announced + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(answer.header("Access-Control-Allow-Origin")).contains(SITE);
        assertThat(answer.header("Access-Control-Allow-Credentials").isPresent())
                .as(method + " " + path)
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sites/lsi/consent", "/sites/lsi/notice", "/sites/lsi/nothing"})
    void page_forPeopleIsReadByNoOtherPage(String path) {
        for (var method : new String[] {"GET", "OPTIONS"}) {
            var answer = RawHttp.once(
                    server.url(),
                    method + " " + path + " HTTP/1.1\r\nHost: HOST\r\nOrigin: " + SITE
                            + "\r\nAccess-Control-Request-Method: POST\r\n\r\n");
            assertThat(answer.headers()).noneMatch(line -> line.startsWith("access-control-"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "gzip, deflate, br|true",
                "br;q=1.0, gzip;q=0.8, *;q=0.1|true",
                "gzip;q=0.5|true",
                "gzip;q=0|false",
                "gzip; q=0.000|false",
                "identity|false",
                "br|false"
            })
    void encoding_isTheOneThatTheClientTakes(String accepted, boolean zipped) {
        var answer = RawHttp.once(
                server.url(), "GET /palabre.js HTTP/1.1\r\nHost: HOST\r\nAccept-Encoding: " + accepted + "\r\n\r\n");
        assertThat(answer.header("Content-Encoding").isPresent()).as(accepted).isEqualTo(zipped);
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

package dev.palabre;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.kernel.http.Edge;
import dev.palabre.testing.Corpora;
import dev.palabre.testing.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two parsers could read differently, what never ends, and what every answer carries. */
final class EdgeTest {
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
    @CsvSource(
            delimiter = '|',
            value = {
                "two hosts|400|GET /palabre.js HTTP/1.1~Host: HOST~Host: evil.example~~",
                "two equal hosts|400|GET /palabre.js HTTP/1.1~Host: HOST~Host: HOST~~",
                "no host|400|GET /palabre.js HTTP/1.1~~",
                "unknown host|400|GET /palabre.js HTTP/1.1~Host: evil.example~~",
                "host with user|400|GET /palabre.js HTTP/1.1~Host: HOST@evil.example~~",
                "absolute form of another host|400|GET http://evil.example/palabre.js HTTP/1.1~Host: HOST~~",
                "absolute form of our own host|400|GET http://HOST/palabre.js HTTP/1.1~Host: HOST~~",
                "authority form|400|CONNECT HOST HTTP/1.1~Host: HOST~~",
                "length and chunked together|400|POST /api/sites/lsi/comments HTTP/1.1~Host: HOST~Content-Length: 4~Transfer-Encoding: chunked~~0~~",
                "two lengths|400|POST /api/sites/lsi/comments HTTP/1.1~Host: HOST~Content-Length: 4~Content-Length: 5~~abcde",
                "negative length|400|POST /api/sites/lsi/comments HTTP/1.1~Host: HOST~Content-Length: -1~~",
                "signed length|400|POST /api/sites/lsi/comments HTTP/1.1~Host: HOST~Content-Length: +4~~abcd",
                "unknown transfer coding|400|POST /api/sites/lsi/comments HTTP/1.1~Host: HOST~Transfer-Encoding: chunked, xchunked~~0~~",
                "a header that Netty takes for the length|400|GET /palabre.js HTTP/1.1~Host: HOST~Content-Xength: 37~~",
                "body on GET|400|GET /palabre.js HTTP/1.1~Host: HOST~Content-Length: 4~~abcd",
                "chunked body on GET|400|GET /palabre.js HTTP/1.1~Host: HOST~Transfer-Encoding: chunked~~0~~",
                "body on OPTIONS|400|OPTIONS /api/sites/lsi/comments HTTP/1.1~Host: HOST~Content-Length: 4~~abcd",
                "space before the colon|400|GET /palabre.js HTTP/1.1~Host : HOST~~",
                "NUL in a header|400|GET /palabre.js HTTP/1.1~Host: HOST~X-A: a^b~~",
                "compressed body|415|POST /api/sites/lsi/comments HTTP/1.1~Host: HOST~Content-Encoding: gzip~Content-Length: 2~~{}",
                "TRACE|405|TRACE /palabre.js HTTP/1.1~Host: HOST~~",
                "PUT|405|PUT /api/sites/lsi/comments HTTP/1.1~Host: HOST~Content-Length: 2~~{}",
                "an invented method|405|BREW /palabre.js HTTP/1.1~Host: HOST~~"
            })
    void request_thatTwoParsersCouldReadDifferentlyIsRefusedAndTheConnectionEnds(
            String what, int status, String request) {
        try (var wire = new Wire(server.url())) {
            var answer =
                    wire.send(request.replace("~", "\r\n").replace('^', '\0')).answer();
            assertThat(answer.status()).as(what).isEqualTo(status);
            assertCarriesTheHeaderSet(answer);
            assertThat(wire.isClosed()).as("closed after " + what).isTrue();
        }
    }

    @Test
    void request_withAFoldedHeaderIsRefusedOrReadAsOneLine() {
        var answer = Wire.once(
                server.url(), "GET /palabre.js HTTP/1.1\r\nHost: HOST\r\nX-A: 1\r\n Host: evil.example\r\n\r\n");
        assertThat(answer.status()).isIn(200, 400);
        assertCarriesTheHeaderSet(answer);
    }

    @Test
    void request_pipelinedBehindARefusedOneIsNotAnswered() {
        try (var wire = new Wire(server.url())) {
            wire.send("GET /palabre.js HTTP/1.1~Host: HOST~Content-Xength: 5~~GET /health/live HTTP/1.1~Host: HOST~~"
                    .replace("~", "\r\n"));
            assertThat(wire.answer().status()).isEqualTo(400);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void healthProbe_mayNameAnyHost() {
        assertThat(Wire.once(server.url(), "GET /health/live HTTP/1.1\r\nHost: 10.1.2.3:8080\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void body_declaredTooLargeIsRefusedBeforeItComes() {
        var answer = Wire.once(server.url(), post("Content-Length: 8193") + "{");
        assertThat(answer.status()).isEqualTo(413);
        assertCarriesTheHeaderSet(answer);
    }

    @Test
    void body_thatIsTooLargeIsRefusedSoThatThePageCanReadIt() {
        for (var size : new String[] {"Content-Length: 9000\r\n", "Transfer-Encoding: chunked\r\n"}) {
            try (var wire = new Wire(server.url())) {
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
        var answer = Wire.once(server.url(), post("Content-Length: 8192") + "x".repeat(8_192));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("malformed_json");
    }

    @Test
    void body_inChunksThatSumUpToTooMuchIsRefused() {
        var chunk = "1000\r\n" + "x".repeat(4_096) + "\r\n";
        var answer = Wire.once(server.url(), post("Transfer-Encoding: chunked") + chunk + chunk + chunk);
        assertThat(answer.status()).isEqualTo(413);
        assertCarriesTheHeaderSet(answer);
    }

    @Test
    void body_withALengthBeyondAnyNumberIsRefused() {
        var answer = Wire.once(server.url(), post("Content-Length: 99999999999999999999") + "{");
        assertThat(answer.status()).isEqualTo(400);
        assertCarriesTheHeaderSet(answer);
    }

    @Test
    void request_thatDoesNotComeInTimeEndsTheConnection() {
        try (var hasty = TestServer.start(Map.of(Option.LIMITS_BODY_TIME, "600", Option.LIMITS_IDLE, "1"))
                        .site("lsi", SITE, Map.of());
                var slowBody = new Wire(hasty.url());
                var slowHeader = new Wire(hasty.url())) {
            slowBody.send(post("Content-Length: 100") + "{");
            slowHeader.send("GET /palabre.js HTTP/1.1\r\nHost: HO");
            assertThat(slowBody.isClosed()).isTrue();
            assertThat(slowHeader.isClosed()).isTrue();
        }
    }

    @Test
    void body_thatTricklesInEndsByItsDeadlineThoughTheConnectionIsNeverIdle() {
        try (var hasty = TestServer.start(Map.of(Option.LIMITS_BODY_TIME, "600", Option.LIMITS_IDLE, "60"))
                        .site("lsi", SITE, Map.of());
                var wire = new Wire(hasty.url())) {
            wire.send(post("Content-Length: 100") + "{");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void request_thatIsWorkedOnIsNotCutByTheTimesOfBodiesAndOfSilence() {
        try (var hasty = TestServer.start(Map.of(Option.LIMITS_BODY_TIME, "300", Option.LIMITS_IDLE, "1"))
                        .site("lsi", SITE, Map.of());
                var wire = new Wire(hasty.url())) {
            Foundations.await(hasty.ground().database().query(client -> client.query("""
                    CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN PERFORM pg_sleep(2.2); RETURN NEW; END $$
                    """)
                    .execute()
                    .compose(made -> client.query("""
                    CREATE TRIGGER dawdle BEFORE INSERT ON comments FOR EACH ROW EXECUTE FUNCTION dawdle()
                    """).execute())));
            var body = valid().encode();
            wire.send(post("Content-Length: " + body.length()) + body);
            assertThat(wire.answer().status()).isEqualTo(201);
            wire.send("GET /palabre.js HTTP/1.1\r\nHost: HOST\r\n\r\n");
            assertThat(wire.answer().status()).isEqualTo(200);
            assertThat(wire.isClosed()).as("closed once it is silent").isTrue();
        }
    }

    @Test
    void requestLine_thatIsTooLongIsRefused() {
        var answer =
                Wire.once(server.url(), "GET /palabre.js?" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: HOST\r\n\r\n");
        assertThat(answer.status()).isEqualTo(414);
        assertThat(new JsonObject(answer.text()).getString("title")).isEqualTo("Address too long");
        assertCarriesTheHeaderSet(answer);
    }

    @Test
    void headers_thatAreTooManyAreRefused() {
        var answer = Wire.once(
                server.url(), "GET /palabre.js HTTP/1.1\r\nHost: HOST\r\nX-A: " + "x".repeat(9_000) + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(431);
        assertThat(new JsonObject(answer.text()).getString("title")).isEqualTo("Headers too large");
        assertCarriesTheHeaderSet(answer);
    }

    @Test
    void http2_isNotSpokenInTheClear() {
        var answer = Wire.once(server.url(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        assertThat(answer.status()).isIn(0, 400, 501);
    }

    @Test
    void request_beforeTheRoomsAreThereIsToldWhenToTryAgain() {
        var vertx = Vertx.vertx();
        try {
            var early = Foundations.await(
                    vertx.createHttpServer().requestHandler(Edge::notYet).listen(0, "127.0.0.1"));
            var answer = Wire.once(
                    "http://127.0.0.1:" + early.actualPort(), "GET /palabre.js HTTP/1.1\r\nHost: HOST\r\n\r\n");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).contains("1");
            assertThat(answer.header("Content-Type")).contains("application/problem+json");
            assertThat(new JsonObject(answer.text()).getString("code")).isEqualTo("unavailable");
            assertCarriesTheHeaderSet(answer);
        } finally {
            Foundations.await(vertx.close());
        }
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
            var answer = Wire.once(
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
        var get = Wire.once(server.url(), "GET" + rest);
        try (var wire = new Wire(server.url())) {
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
        try (var wire = new Wire(server.url())) {
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
            var answer = Wire.once(
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
                var posted = Wire.once(
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
        var own = Wire.once(server.url(), preflight.formatted(SITE));
        assertThat(own.status()).isEqualTo(204);
        assertThat(own.header("Access-Control-Allow-Origin")).contains(SITE);
        assertThat(own.header("Access-Control-Allow-Methods").orElse("")).contains("POST");
        assertThat(own.header("Access-Control-Allow-Headers").orElse("")).contains("Idempotency-Key", "Content-Type");
        assertCarriesTheHeaderSet(own);
        var foreign = Wire.once(server.url(), preflight.formatted("https://evil.example"));
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
        var answer = Wire.once(
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
            var answer = Wire.once(
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
        var answer = Wire.once(
                server.url(), "GET /palabre.js HTTP/1.1\r\nHost: HOST\r\nAccept-Encoding: " + accepted + "\r\n\r\n");
        assertThat(answer.header("Content-Encoding").isPresent()).as(accepted).isEqualTo(zipped);
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

    private static void assertCarriesTheHeaderSet(Wire.Answer answer) {
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

package dev.palabre.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.config.Option;
import dev.palabre.server.Infrastructure;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.LogCapture;
import dev.palabre.testing.RawHttp;
import dev.palabre.testing.TestServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two parsers could read differently, what never ends, and what every answer carries. */
@Tag("server")
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
                "dot segments before another route|404|GET /assets/../moderation/sign-in HTTP/1.1~Host: HOST~~",
                "escaped dot segments|404|GET /assets/%2e%2e/moderation/sign-in HTTP/1.1~Host: HOST~~",
                "two slashes|404|GET //moderation/sign-in HTTP/1.1~Host: HOST~~",
                "a slash at the end|404|GET /moderation/sign-in/ HTTP/1.1~Host: HOST~~",
                "an escaped letter|404|GET /%6doderation/sign-in HTTP/1.1~Host: HOST~~",
                "a health path before another route|400|GET /health/../moderation/sign-in HTTP/1.1~Host: evil.example~~",
                "a health path of another spelling|400|GET /health//live HTTP/1.1~Host: evil.example~~",
                "a path below health|400|GET /health/live/x HTTP/1.1~Host: evil.example~~",
                "an identity coding|400|POST /api/sites/lsi/comments HTTP/1.1~Host: HOST~Transfer-Encoding: identity, chunked~~0~~",
                "TRACE|405|TRACE /palabre.js HTTP/1.1~Host: HOST~~",
                "PUT|405|PUT /api/sites/lsi/comments HTTP/1.1~Host: HOST~Content-Length: 2~~{}",
                "an invented method|405|BREW /palabre.js HTTP/1.1~Host: HOST~~"
            })
    void request_thatTwoParsersCouldReadDifferentlyIsRefusedAndTheConnectionEnds(
            String what, int status, String request) {
        try (var wire = new RawHttp(server.url())) {
            var answer =
                    wire.send(request.replace("~", "\r\n").replace('^', '\0')).answer();
            assertThat(answer.status()).as(what).isEqualTo(status);
            assertCarriesTheHeaderSet(answer);
            assertThat(wire.isClosed()).as("closed after " + what).isTrue();
        }
    }

    @Test
    void request_withAFoldedHeaderIsRefusedOrReadAsOneLine() {
        var answer = RawHttp.once(
                server.url(), "GET /palabre.js HTTP/1.1\r\nHost: HOST\r\nX-A: 1\r\n Host: evil.example\r\n\r\n");
        assertThat(answer.status()).isIn(200, 400);
        assertCarriesTheHeaderSet(answer);
    }

    @Test
    void request_pipelinedBehindARefusedOneIsNotAnswered() {
        try (var wire = new RawHttp(server.url())) {
            wire.send("GET /palabre.js HTTP/1.1~Host: HOST~Content-Xength: 5~~GET /health/live HTTP/1.1~Host: HOST~~"
                    .replace("~", "\r\n"));
            assertThat(wire.answer().status()).isEqualTo(400);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void healthProbe_mayNameAnyHost() {
        assertThat(RawHttp.once(server.url(), "GET /health/live HTTP/1.1\r\nHost: 10.1.2.3:8080\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void healthProbe_ofHttp10NeedsNoHost() {
        assertThat(RawHttp.once(server.url(), "GET /health/ready HTTP/1.0\r\n\r\n")
                        .status())
                .isEqualTo(200);
        assertThat(RawHttp.once(server.url(), "GET /palabre.js HTTP/1.0\r\n\r\n")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void request_thatDoesNotComeInTimeEndsTheConnection() {
        try (var hasty = TestServer.start(Map.of(Option.LIMITS_BODY_TIME, "600", Option.LIMITS_IDLE, "1"))
                        .site("lsi", SITE, Map.of());
                var slowBody = new RawHttp(hasty.url());
                var slowHeader = new RawHttp(hasty.url())) {
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
                var wire = new RawHttp(hasty.url())) {
            wire.send(post("Content-Length: 100") + "{");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void request_thatIsWorkedOnIsNotCutByTheTimesOfBodiesAndOfSilence() {
        try (var hasty = TestServer.start(Map.of(Option.LIMITS_BODY_TIME, "300", Option.LIMITS_IDLE, "1"))
                        .site("lsi", SITE, Map.of());
                var wire = new RawHttp(hasty.url())) {
            Infrastructure.await(hasty.ground().database().query(client -> client.query("""
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
                RawHttp.once(server.url(), "GET /palabre.js?" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: HOST\r\n\r\n");
        assertThat(answer.status()).isEqualTo(414);
        assertThat(new JsonObject(answer.text()).getString("title")).isEqualTo("Address too long");
        assertCarriesTheHeaderSet(answer);
    }

    @Test
    void headers_thatAreTooManyAreRefused() {
        var answer = RawHttp.once(
                server.url(), "GET /palabre.js HTTP/1.1\r\nHost: HOST\r\nX-A: " + "x".repeat(9_000) + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(431);
        assertThat(new JsonObject(answer.text()).getString("title")).isEqualTo("Headers too large");
        assertCarriesTheHeaderSet(answer);
    }

    @Test
    void requests_pipelinedByTheThousandAreAllAnsweredInTurnAndLogNothing() {
        try (var loudness = new LogCapture();
                var wire = new RawHttp(server.url())) {
            wire.send("GET /health/live HTTP/1.1\r\nHost: HOST\r\n\r\n".repeat(3_000));
            for (int i = 0; i < 3_000; i++) {
                assertThat(wire.answer().status()).isEqualTo(200);
            }
            assertThat(loudness.text()).doesNotContain("Exception");
        }
    }

    @Test
    void request_thatIsNotAnsweredInTimeIsToldToComeAgain() {
        try (var hasty = TestServer.start(Map.of(Option.LIMITS_ANSWER, "1", Option.DATABASE_DEADLINE, "20000"))
                .site("lsi", SITE, Map.of())) {
            Infrastructure.await(hasty.ground().database().query(client -> client.query("""
                    CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN PERFORM pg_sleep(4); RETURN NEW; END $$
                    """)
                    .execute()
                    .compose(made -> client.query("""
                    CREATE TRIGGER dawdle BEFORE INSERT ON comments FOR EACH ROW EXECUTE FUNCTION dawdle()
                    """).execute())));
            var answer = hasty.post(COMMENTS, valid().encode());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void accessLog_namesTheRouteAndNothingThatSomebodyTyped() {
        try (var talkative = TestServer.start(Map.of(Option.ACCESS_LOG, "true")).site("lsi", SITE, Map.of());
                var loudness = new LogCapture()) {
            talkative.get("/api/sites/lsi/counts?id=secret");
            talkative.get("/c/AAAAAQAAAAAAAAAAAAAAAAAAAAA");
            talkative.get("/typed/by/somebody");
            RawHttp.once(talkative.url(), "TYPED /api/sites/lsi/counts?id=x HTTP/1.1\r\nHost: HOST\r\n\r\n");
            CommentDriver.within(10_000, () -> loudness.text().contains("- /api/sites/:site/counts 405"));
            assertThat(loudness.text())
                    .contains(
                            "GET /api/sites/:site/counts 200",
                            "GET /c/:receipt 404",
                            "GET - 404",
                            "- /api/sites/:site/counts 405")
                    .doesNotContain("secret", "AAAAA", "typed", "TYPED");
        }
    }

    @Test
    void vary_isOneLine() {
        for (var path : new String[] {"/api/sites/lsi/thread?id=x", "/sites/lsi/notice", "/palabre.js"}) {
            var answer =
                    RawHttp.once(server.url(), "GET " + path + " HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.all("Vary")).as(path).hasSize(1);
        }
    }

    @Test
    void http2_isNotSpokenInTheClear() {
        var answer = RawHttp.once(server.url(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        assertThat(answer.status()).isIn(0, 400, 501);
    }

    @Test
    void request_beforeTheRoomsAreThereIsToldWhenToTryAgain() {
        var vertx = Vertx.vertx();
        try {
            var early = Infrastructure.await(
                    vertx.createHttpServer().requestHandler(Edge::notYet).listen(0, "127.0.0.1"));
            var answer = RawHttp.once(
                    "http://127.0.0.1:" + early.actualPort(), "GET /palabre.js HTTP/1.1\r\nHost: HOST\r\n\r\n");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).contains("1");
            assertThat(answer.header("Content-Type")).contains("application/problem+json");
            assertThat(new JsonObject(answer.text()).getString("code")).isEqualTo("unavailable");
            assertCarriesTheHeaderSet(answer);
        } finally {
            Infrastructure.await(vertx.close());
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

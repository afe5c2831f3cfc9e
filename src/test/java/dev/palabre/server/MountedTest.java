package dev.palabre.server;

import static dev.palabre.testing.CommentDriver.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.config.Option;
import dev.palabre.testing.RawHttp;
import dev.palabre.testing.TestServer;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything works below a path of the site's own domain, whether or not the proxy takes the path away. */
@Tag("server")
final class MountedTest {
    private static final String PUBLIC = "https://www.good.example/palabre";
    private static TestServer server;
    private static String local;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of(Option.PUBLIC_URL, PUBLIC)).site("lsi", SITE, Map.of());
        local = "http://127.0.0.1:" + server.port();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/palabre.js",
        "/assets/comments.css",
        "/health/live",
        "/sites/lsi/notice",
        "/api/sites/lsi/thread?url=https://good.example/",
        "/api/sites/lsi/counts?url=https://good.example/"
    })
    void path_isAnsweredWithAndWithoutThePrefix(String path) {
        for (var prefix : new String[] {"", "/palabre"}) {
            for (var host : new String[] {"HOST", "www.good.example"}) {
                var answer = RawHttp.once(local, "GET " + prefix + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                assertThat(answer.status()).as(prefix + path + " at " + host).isEqualTo(200);
            }
        }
    }

    @Test
    void addresses_inAnswersArePublicOnes() {
        var body = "{\"pageUrl\":\"" + SITE + "/\",\"text\":\"Bonjour\",\"lastName\":\"D\",\"firstName\":\"A\","
                + "\"email\":\"a@example.org\"}";
        var answer = RawHttp.once(
                local,
                "POST /palabre/api/sites/lsi/comments HTTP/1.1\r\nHost: www.good.example\r\nOrigin: "
                        + URI.create(PUBLIC).resolve("/").toString().replaceAll("/$", "")
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(answer.status()).isEqualTo(201);
        var status = new io.vertx.core.json.JsonObject(answer.text()).getString("statusUrl");
        assertThat(status).startsWith(PUBLIC + "/c/");
        var path = status.substring(PUBLIC.length());
        var page = RawHttp.once(
                local, "GET /palabre" + path + " HTTP/1.1\r\nHost: www.good.example\r\nAccept: text/html\r\n\r\n");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains(PUBLIC + "/assets/page.css");
    }

    @Test
    void transportSecurity_isToldOnEveryAnswerWhereThePublicAddressIsHttps() {
        for (var path : new String[] {"/palabre.js", "/nothing", "/api/sites/lsi/thread?url=%"}) {
            var answer = RawHttp.once(local, "GET " + path + " HTTP/1.1\r\nHost: www.good.example\r\n\r\n");
            assertThat(answer.header("Strict-Transport-Security")).as(path).isPresent();
        }
    }
}

package dev.palabre.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.cli.ModeratorCommand;
import dev.palabre.config.Option;
import dev.palabre.server.Infrastructure;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.RawHttp;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests of strangers may cost: memory before they are read, and questions to the database. */
@Tag("server")
final class RequestBudgetTest {
    private static final String SITE = "https://good.example";
    private static final String COMMENTS = "/api/sites/lsi/comments";
    private static final int HALF = 400_000;

    @Test
    void bodies_ofOneAddressAreRefusedBeyondItsShareAndTakenAgainWhenItLetsGo() {
        try (var server = server(Map.of(Option.LIMITS_BODIES, "2"))) {
            assertThat(refused(half(server, ""), half(server, ""), half(server, ""))
                            .status())
                    .isEqualTo(429);
            assertThat(eventuallyTaken(server)).isTrue();
        }
    }

    @Test
    void bodies_ofAllAddressesAreRefusedBeyondTheBudget() {
        try (var server = server(Map.of(Option.LIMITS_BODIES, "1", Option.TRUSTED_PROXIES, "127.0.0.0/8"))) {
            var answer = refused(
                    half(server, "X-Forwarded-For: 203.0.113.1\r\n"),
                    half(server, "X-Forwarded-For: 203.0.113.2\r\n"),
                    half(server, "X-Forwarded-For: 203.0.113.3\r\n"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isPresent();
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/moderation/sign-in,4096",
        "/api/moderation/session,4096",
        "/sites/lsi/mine,16384",
        "/api/sites/lsi/consent,16384",
        "/api/sites/lsi/consent/leaks,16384",
        "/follow/stop/x,16384",
        "/rights/erase/x,16384",
        "/nowhere,16384",
        "/api/sites/lsi/comments,458752",
        "/api/moderation/bounces,458752"
    })
    void body_isBoundedByItsRouteBeforeItComes(String path, int max) {
        try (var server = server(Map.of())) {
            var head = "POST " + path + " HTTP/1.1\r\nHost: HOST\r\nContent-Type: text/plain\r\nContent-Length: ";
            try (var wire = new RawHttp(server.url())) {
                assertThat(wire.send(head + (max + 1) + "\r\n\r\n").answer().status())
                        .isEqualTo(413);
            }
            assertThat(RawHttp.once(server.url(), head + max + "\r\n\r\n" + "x".repeat(max))
                            .status())
                    .isNotEqualTo(413);
        }
    }

    @Test
    void body_isNotReadWhileItsSenderHasToWait() {
        try (var server = server(Map.of(Option.LIMITS_SIGNIN, "1/h"))) {
            server.post("/api/moderation/session", "{\"email\":\"a@b.example\",\"password\":\"x\"}");
            try (var wire = new RawHttp(server.url())) {
                var answer = wire.send("POST /api/moderation/session HTTP/1.1\r\nHost: HOST\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n")
                        .answer();
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.header("Retry-After")).isPresent();
            }
        }
    }

    @Test
    void siteKeys_thatAreNoneAreRefusedBeyondARateAndSitesAreServedAllTheSame() {
        try (var server = server(Map.of())) {
            assertThat(server.get("/api/sites/lsi/counts?id=x").statusCode()).isEqualTo(200);
            for (int i = 0; i < 60; i++) {
                assertThat(server.get("/api/sites/none" + i + "/counts?id=x").statusCode())
                        .isEqualTo(404);
            }
            assertThat(server.get("/api/sites/none-60/counts?id=x").statusCode())
                    .isEqualTo(429);
            assertThat(server.get("/api/sites/NONE/counts?id=x").statusCode()).isEqualTo(404);
            assertThat(server.get("/api/sites/lsi/counts?id=x").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void sessionCookies_thatAreNoneAreRefusedBeyondARateAndModeratorsWorkOn() {
        try (var server = server(Map.of())) {
            var moderators = ModeratorCommand.moderators(server.ground());
            var password = Infrastructure.await(moderators.add("m@good.example", java.util.List.of("lsi"), Role.OWNER))
                    .password();
            var signedIn = server.post(
                    "/api/moderation/session",
                    new JsonObject()
                            .put("email", "m@good.example")
                            .put("password", password)
                            .encode());
            var cookie =
                    signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            assertThat(asks(server, cookie)).isEqualTo(200);
            var name = cookie.substring(0, cookie.indexOf('=') + 1);
            for (int i = 0; i < 60; i++) {
                assertThat(asks(server, name + token())).isEqualTo(401);
            }
            assertThat(asks(server, name + token())).isEqualTo(429);
            assertThat(asks(server, name + "x")).isEqualTo(401);
            assertThat(asks(server, cookie)).isEqualTo(200);
        }
    }

    private static int asks(TestServer server, String cookie) {
        return server.get("/api/moderation/comments", "Cookie", cookie).statusCode();
    }

    private static String token() {
        var bytes = new byte[32];
        ThreadLocalRandom.current().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static TestServer server(Map<Option, String> options) {
        return TestServer.start(options).site("lsi", SITE, Map.of());
    }

    /** A connection that sent most of a body. */
    private static RawHttp half(TestServer server, String headers) {
        var wire = new RawHttp(server.url());
        wire.send(head(headers) + "x".repeat(HALF));
        return wire;
    }

    /** The first answer that one of these connections gets; all are closed. */
    private static RawHttp.Answer refused(RawHttp... wires) {
        try {
            return (RawHttp.Answer) CompletableFuture.anyOf(Stream.of(wires)
                            .map(wire -> CompletableFuture.supplyAsync(wire::answer, task -> new Thread(task).start()))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        } finally {
            Stream.of(wires).forEach(RawHttp::close);
        }
    }

    private static boolean eventuallyTaken(TestServer server) {
        var body = "{\"x\":\"" + "x".repeat(HALF) + "\"}";
        return CommentDriver.within(10_000, () -> server.post(COMMENTS, body).statusCode() != 429);
    }

    private static String head(String headers) {
        return "POST " + COMMENTS + " HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + (HALF + 1_000) + "\r\n\r\n";
    }
}

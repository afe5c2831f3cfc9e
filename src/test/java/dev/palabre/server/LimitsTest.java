package dev.palabre.server;

import static dev.palabre.testing.CommentDriver.COMMENTS;
import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static dev.palabre.testing.CommentDriver.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.config.Option;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rates and the queue's end: refused with a time to try again, never with a failure. */
@Tag("server")
final class LimitsTest {
    @Test
    void submissions_beyondTheRateOfOneAddressAreRefusedWithATime() {
        try (var server = server(Map.of(Option.LIMITS_SUBMIT, "2/h"))) {
            assertThat(submit(server).statusCode()).isEqualTo(201);
            assertThat(submit(server).statusCode()).isEqualTo(201);
            assertRefused(submit(server), 429, "too_many_comments");
            assertThat(server.get(thread(CommentDriver.page())).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void submissions_countByTheForwardedAddressOnlyBehindATrustedProxy() {
        try (var server = server(Map.of(Option.LIMITS_SUBMIT, "1/h", Option.TRUSTED_PROXIES, "127.0.0.0/8"))) {
            assertThat(submit(server, "X-Forwarded-For", "203.0.113.1").statusCode())
                    .isEqualTo(201);
            assertThat(submit(server, "X-Forwarded-For", "198.51.100.7, 203.0.113.1")
                            .statusCode())
                    .isEqualTo(429);
            assertThat(submit(server, "X-Forwarded-For", "203.0.113.2").statusCode())
                    .isEqualTo(201);
        }
        try (var server = server(Map.of(Option.LIMITS_SUBMIT, "1/h"))) {
            assertThat(submit(server, "X-Forwarded-For", "203.0.113.1").statusCode())
                    .isEqualTo(201);
            assertThat(submit(server, "X-Forwarded-For", "203.0.113.2").statusCode())
                    .isEqualTo(429);
        }
    }

    @Test
    void submissions_beyondTheRateOfASiteAreRefusedWithATime() {
        try (var server = server(Map.of(Option.LIMITS_SUBMIT_SITE, "1/h"))) {
            assertThat(submit(server).statusCode()).isEqualTo(201);
            assertRefused(submit(server), 429, "too_many_on_site");
        }
    }

    @Test
    void reads_beyondTheRateAreRefusedWithATimeWhateverIsRead() {
        try (var server = server(Map.of(Option.LIMITS_READ, "3/h"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(server.get(thread(CommentDriver.page())).statusCode())
                        .isEqualTo(200);
            }
            assertRefused(server.get(thread(CommentDriver.page())), 429, "too_many_requests");
            assertRefused(server.get("/api/sites/lsi/counts?url=" + SITE + "/"), 429, "too_many_requests");
            assertRefused(server.get("/c/AAAAAQAAAAAAAAAAAAAAAAAAAAA"), 429, "too_many_requests");
            assertRefused(
                    server.get("/api/sites/lsi/own?url=" + SITE + "/", "Authorization", "Receipt x"),
                    429,
                    "too_many_requests");
        }
    }

    @Test
    void queue_thatIsFullTakesNothingMoreAndSaysWhenToTryAgain() {
        try (var server = server(Map.of(Option.LIMITS_QUEUE, "2"))) {
            var desk = new CommentDriver(server);
            var key = UUID.randomUUID().toString();
            var draft = CommentDriver.draft(CommentDriver.page()).encode();
            var first = server.post(COMMENTS, draft, "Idempotency-Key", key);
            assertThat(first.statusCode()).isEqualTo(201);
            assertThat(submit(server).statusCode()).isEqualTo(201);
            assertRefused(submit(server), 503, "queue_full");
            assertThat(desk.count("SELECT count(*)::int FROM comments")).isEqualTo(2);
            // What was taken in before is still answered as it was.
            var again = server.post(COMMENTS, draft, "Idempotency-Key", key);
            assertThat(again.body()).isEqualTo(first.body());
            desk.publish(json(first));
            assertThat(submit(server).statusCode()).isEqualTo(201);
            assertRefused(submit(server), 503, "queue_full");
        }
    }

    @Test
    void queue_givesNoPlaceToWhatDoesNotWait() {
        try (var server = server(Map.of(Option.LIMITS_QUEUE, "2"))
                .site("live", "https://live.example", Map.of("moderation", "after"))) {
            var desk = new CommentDriver(server);
            var page = CommentDriver.page();
            var draft = CommentDriver.draft(page).encode();
            for (int i = 0; i < 5; i++) {
                assertThat(server.post(COMMENTS, draft, "Idempotency-Key", "same")
                                .statusCode())
                        .isEqualTo(201);
            }
            desk.sql("UPDATE threads SET open = false WHERE url = '" + page + "'");
            for (int i = 0; i < 5; i++) {
                assertThat(server.post(COMMENTS, CommentDriver.draft(page).encode())
                                .statusCode())
                        .isEqualTo(409);
            }
            assertThat(submit(server).statusCode()).isEqualTo(201);
            assertRefused(submit(server), 503, "queue_full");
            for (int i = 0; i < 5; i++) {
                var live = CommentDriver.draft("https://live.example/x").encode();
                assertThat(server.post("/api/sites/live/comments", live).statusCode())
                        .isEqualTo(201);
            }
        }
    }

    @Test
    void submissions_thatAreCorrectedOrRepeatedCountOnce() {
        try (var server = server(Map.of(Option.LIMITS_SUBMIT, "2/h"))) {
            var draft = CommentDriver.draft(CommentDriver.page()).encode();
            for (int i = 0; i < 5; i++) {
                assertThat(server.post(
                                        COMMENTS,
                                        CommentDriver.draft(CommentDriver.page())
                                                .put("text", "")
                                                .encode())
                                .statusCode())
                        .isEqualTo(422);
                assertThat(server.post(COMMENTS, draft, "Idempotency-Key", "same")
                                .statusCode())
                        .isEqualTo(201);
            }
            assertThat(submit(server).statusCode()).isEqualTo(201);
            assertRefused(submit(server), 429, "too_many_comments");
        }
    }

    @Test
    void choices_countByAddressAndSite() {
        var purposes = Map.of("purposes", "audience");
        try (var server = TestServer.start(Map.of(Option.LIMITS_CONSENT, "1/h"))
                .site("lsi", SITE, purposes)
                .site("other", SITE, purposes)) {
            assertThat(choose(server, "lsi").statusCode()).isEqualTo(201);
            assertRefused(choose(server, "lsi"), 429, "too_many_requests");
            assertThat(choose(server, "other").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void site_thatWasAskedForBeforeItCameIsThereAtOnce() {
        try (var server = TestServer.start(Map.of())) {
            assertThat(server.get("/api/sites/lsi/counts?id=x").statusCode()).isEqualTo(404);
            server.site("lsi", SITE, Map.of());
            assertThat(server.get("/api/sites/lsi/counts?id=x").statusCode()).isEqualTo(200);
        }
    }

    private static TestServer server(Map<Option, String> options) {
        return TestServer.start(options).site("lsi", SITE, Map.of());
    }

    private static HttpResponse<String> choose(TestServer server, String site) {
        var policy = json(server.get("/api/sites/" + site + "/consent"));
        var choice = new JsonObject()
                .put("version", policy.getString("version"))
                .put("choices", new JsonObject().put("audience", true))
                .put("source", "banner");
        return server.post("/api/sites/" + site + "/consent", choice.encode());
    }

    private static HttpResponse<String> submit(TestServer server, String... headers) {
        return server.post(COMMENTS, CommentDriver.draft(CommentDriver.page()).encode(), headers);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).getString("code")).isEqualTo(code);
        assertThat(json(answer).getString("detail")).doesNotContain("{");
        assertThat(answer.headers().firstValue("Retry-After").orElseThrow()).matches("[1-9]\\d*");
    }

    @Test
    void queue_givesNoPlaceToWhatItsAuthorHasNotConfirmed() {
        var limits = Map.of(
                Option.LIMITS_QUEUE, "2",
                Option.LIMITS_SUBMIT, "0",
                Option.LIMITS_SUBMIT_SITE, "0",
                Option.LIMITS_UNCONFIRMED, "0",
                Option.LIMITS_UNCONFIRMED_SITE, "5");
        try (var server = server(limits).site("confirmed", "https://confirmed.example", Map.of("verification", "on"))) {
            var desk = new CommentDriver(server);
            for (int i = 0; i < 20; i++) {
                assertThat(unconfirmed(server)).isEqualTo(201);
            }
            // While more come, the oldest go.
            assertThat(CommentDriver.within(
                            20_000,
                            () -> unconfirmed(server) == 201
                                    && desk.count("SELECT count(*)::int FROM comments WHERE status = 'pending'") < 20))
                    .isTrue();
        }
    }

    private static int unconfirmed(TestServer server) {
        return server.post(
                        "/api/sites/confirmed/comments",
                        CommentDriver.draft("https://confirmed.example/a").encode())
                .statusCode();
    }

    @Test
    void unconfirmed_areBoundedForEachNetworkAddress() {
        try (var server = server(Map.of(Option.LIMITS_UNCONFIRMED, "2/h"))
                .site("confirmed", "https://confirmed.example", Map.of("verification", "on"))) {
            for (int i = 0; i < 3; i++) {
                var draft = CommentDriver.draft("https://confirmed.example/a").encode();
                var answer = server.post("/api/sites/confirmed/comments", draft);
                assertThat(answer.statusCode()).isEqualTo(i < 2 ? 201 : 429);
            }
            assertThat(submit(server).statusCode()).isEqualTo(201);
        }
    }
}

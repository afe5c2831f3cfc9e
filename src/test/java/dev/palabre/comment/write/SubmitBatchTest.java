package dev.palabre.comment.write;

import static dev.palabre.testing.CommentDriver.COMMENTS;
import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Submissions that are repeated, or come at the same moment. */
@Tag("server")
final class SubmitBatchTest {
    private static TestServer server;
    private static CommentDriver desk;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of())
                .site("lsi", SITE, Map.of())
                .site("shut", "https://shut.example", Map.of())
                .site("shut-after", "https://shut-after.example", Map.of("moderation", "after"))
                .site("used", "https://used.example", Map.of())
                .site("crowd", "https://crowd.example", Map.of())
                .site("crowd-after", "https://crowd-after.example", Map.of("moderation", "after"))
                .site("live", "https://live.example", Map.of("moderation", "after"))
                .site("free", "https://free.example", Map.of("required", "", "moderation", "after"));
        desk = new CommentDriver(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void idempotencyKey_thatIsUsedForAnotherPageLeavesNothingOfIt() {
        submitted("used", CommentDriver.draft("https://used.example/one"), "used");
        desk.sql("DELETE FROM outbox WHERE site_id = (SELECT id FROM sites WHERE key = 'used')");
        var before = traces("used");
        var answer = server.post(
                "/api/sites/used/comments",
                CommentDriver.draft("https://used.example/two")
                        .put("email", "other@example.org")
                        .encode(),
                "Idempotency-Key",
                "used");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(traces("used")).isEqualTo(before);
    }

    /** One of them finds its thread closed, others repeat each other: nobody else is any the worse for it. */
    @ParameterizedTest
    @ValueSource(strings = {"crowd", "crowd-after"})
    void requests_thatComeTogetherHaveEachTheirOwnOutcome(String site) {
        var origin = "https://" + site + ".example";
        submitted(site, CommentDriver.draft(origin + "/closed"), "closed-first");
        desk.sql("UPDATE threads SET open = false WHERE url = '" + origin + "/closed'");
        var drafts = IntStream.range(0, 120)
                .mapToObj(i -> CommentDriver.draft(origin + (i % 10 == 3 ? "/closed" : "/page-" + i % 4))
                        .put("text", "Texte numéro " + (i % 10 == 4 ? 4 : i))
                        .put("email", (i % 7 % 2 == 0 ? "Awa" : "awa") + i % 7 + "@example.org"))
                .toList();
        var answers = IntStream.range(0, drafts.size())
                .mapToObj(i -> server.client()
                        .sendAsync(
                                server.request(
                                                "/api/sites/" + site + "/comments",
                                                "Idempotency-Key",
                                                i % 10 == 4 ? "same" : "own-" + i)
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString(
                                                drafts.get(i % 10 == 4 ? 4 : i).encode()))
                                        .build(),
                                BodyHandlers.ofString()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        var ids = new HashSet<String>();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).statusCode()).as(answers.get(i).body()).isEqualTo(i % 10 == 3 ? 409 : 201);
            if (i % 10 != 3) {
                ids.add(json(answers.get(i)).getString("id"));
            }
        }
        assertThat(ids).hasSize(120 - 12 - 11);
        assertThat(traces(site))
                .isEqualTo(ids.size() + 1 + " comments, " + (ids.size() + 1) + " keys, 8 addresses, 5 threads, "
                        + (site.equals("crowd")
                                ? "1 notices, 0 published"
                                : "0 notices, " + (ids.size() + 1) + " published"));
    }

    @Test
    void idempotencyKey_bringsTheFirstAnswerAgain() {
        var draft = CommentDriver.draft(CommentDriver.page()).encode();
        var key = UUID.randomUUID().toString();
        var first = server.post(COMMENTS, draft, "Idempotency-Key", key);
        var second = server.post(COMMENTS, draft, "Idempotency-Key", key);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        desk.publish(json(first));
        assertThat(server.post(COMMENTS, draft, "Idempotency-Key", key).body()).isEqualTo(first.body());
    }

    @Test
    void idempotencyKey_ofAnotherBodyIsRefused() {
        var key = UUID.randomUUID().toString();
        var page = CommentDriver.page();
        server.post(COMMENTS, CommentDriver.draft(page).encode(), "Idempotency-Key", key);
        var other = server.post(COMMENTS, CommentDriver.draft(page).encode(), "Idempotency-Key", key);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).getString("code")).isEqualTo("idempotency_key_reused");
    }

    @Test
    void idempotencyKey_ofAnotherSiteIsAnotherKey() {
        var key = UUID.randomUUID().toString();
        var here =
                server.post(COMMENTS, CommentDriver.draft(CommentDriver.page()).encode(), "Idempotency-Key", key);
        var there = server.post(
                "/api/sites/live/comments",
                CommentDriver.draft("https://live.example/x").encode(),
                "Idempotency-Key",
                key);
        assertThat(List.of(here.statusCode(), there.statusCode())).containsOnly(201);
        assertThat(json(here).getString("id")).isNotEqualTo(json(there).getString("id"));
    }

    @Test
    void idempotencyKey_ofNoUseIsRefused() {
        for (var key : List.of(" ", "x".repeat(201))) {
            assertThat(server.post(
                                    COMMENTS,
                                    CommentDriver.draft(CommentDriver.page()).encode(),
                                    "Idempotency-Key",
                                    key)
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void requests_thatAreEqualAndComeAtOnceMakeOneComment() {
        var page = "https://live.example/at-once";
        var draft = CommentDriver.draft(page)
                .put("text", "Le même texte, envoyé cinquante fois")
                .encode();
        var key = UUID.randomUUID().toString();
        var client = HttpClient.newHttpClient();
        var answers = IntStream.range(0, 50)
                .mapToObj(i -> client.sendAsync(
                        server.request("/api/sites/live/comments", "Idempotency-Key", key)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(draft))
                                .build(),
                        BodyHandlers.ofString()))
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        assertThat(json(answers.get(0)).getString("status")).isEqualTo("published");
        assertThat(json(server.get("/api/sites/live/thread?url=" + page)).getInteger("count"))
                .isEqualTo(1);
        assertThat(desk.count("SELECT count(*)::int FROM threads t JOIN comments c ON c.thread_id = t.id"
                        + " WHERE t.url = '" + page + "'"))
                .isEqualTo(1);
    }

    @Test
    void requests_withoutAnyKeyAreAllTakenIn() {
        var page = CommentDriver.page();
        var client = HttpClient.newHttpClient();
        var answers = IntStream.range(0, 40)
                .mapToObj(i -> client.sendAsync(
                        server.request(COMMENTS)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(
                                        CommentDriver.draft(page).encode()))
                                .build(),
                        BodyHandlers.ofString()))
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(answers.stream().map(answer -> json(answer).getString("receipt")))
                .doesNotHaveDuplicates();
    }

    private static void submitted(String site, JsonObject draft, String key) {
        var answer = server.post("/api/sites/" + site + "/comments", draft.encode(), "Idempotency-Key", key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    /** Everything that a submission may leave behind at a site. */
    private static String traces(String site) {
        return desk.sql("SELECT (SELECT count(*) FROM comments c WHERE c.site_id = s.id) || ' comments, '"
                        + " || (SELECT count(*) FROM idempotency_keys k WHERE k.site_id = s.id) || ' keys, '"
                        + " || (SELECT count(*) FROM addresses a WHERE a.site_id = s.id) || ' addresses, '"
                        + " || (SELECT count(*) FROM threads t WHERE t.site_id = s.id) || ' threads, '"
                        + " || (SELECT count(*) FROM outbox o WHERE o.site_id = s.id) || ' notices, '"
                        + " || (SELECT coalesce(sum(published), 0) FROM threads t WHERE t.site_id = s.id)"
                        + " || ' published' FROM sites s WHERE s.key = '" + site + "'")
                .iterator()
                .next()
                .getString(0);
    }
}

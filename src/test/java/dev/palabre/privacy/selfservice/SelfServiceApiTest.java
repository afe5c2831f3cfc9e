package dev.palabre.privacy.selfservice;

import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an author sees of their own comments by their receipts, and that nobody else does. */
@Tag("server")
final class SelfServiceApiTest {
    private static final String NODES = "application/vnd.palabre.nodes+json";
    private static final String UNKNOWN = "AAAAAQAAAAAAAAAAAAAAAAAAAAA";
    private static TestServer server;
    private static CommentDriver desk;

    @BeforeAll
    static void start() {
        server =
                TestServer.start(Map.of()).site("lsi", SITE, Map.of()).site("other", "https://other.example", Map.of());
        desk = new CommentDriver(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void own_showsAPendingCommentToWhoeverHasItsReceipt() {
        var page = CommentDriver.page();
        var submitted = desk.submit(CommentDriver.draft(page).put("text", "Voir https://a.example/"));
        var answer = own(page, receipt(submitted));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("private, no-store");
        var comment = json(answer).getJsonArray("comments").getJsonObject(0);
        assertThat(comment.getString("id")).isEqualTo(submitted.getString("id"));
        assertThat(comment.getString("status")).isEqualTo("pending");
        assertThat(comment.getString("html")).contains("https://a.example/").doesNotContain("<a");
        assertThat(json(answer).getJsonArray("gone")).isEmpty();
    }

    @Test
    void own_asNodesIsOneItemMarkedWithItsStatusAndItsLink() {
        var page = CommentDriver.page();
        var submitted = desk.submit(page);
        var answer = server.get(
                "/api/sites/lsi/own?lang=fr&url=" + page,
                "Accept",
                NODES,
                "Authorization",
                "Receipt " + receipt(submitted));
        assertThat(answer.headers().firstValue("Content-Type")).contains(NODES);
        var own = json(answer).getJsonArray("comments").getJsonObject(0);
        assertThat(own.getString("status")).isEqualTo("pending");
        assertThat(own.getJsonArray("nodes")).hasSize(1);
        assertThat(own.getJsonArray("nodes").encode())
                .startsWith("[[\"li\"")
                .contains("data-status", "en attente de modération", submitted.getString("statusUrl"));
    }

    @Test
    void own_showsNothingToOthers() {
        var page = CommentDriver.page();
        var submitted = desk.submit(page);
        assertThat(server.get("/api/sites/lsi/own?url=" + page).statusCode()).isEqualTo(401);
        assertThat(own(page, UNKNOWN).body()).doesNotContain(submitted.getString("id"));
        assertThat(own(page, submitted.getString("id")).body()).doesNotContain("\"status\"");
    }

    @Test
    void own_leavesOutWhatStandsUnderAnotherPageAndDoesNotCallItGone() {
        var submitted = desk.submit(CommentDriver.page());
        var answer = json(own(CommentDriver.page(), receipt(submitted)));
        assertThat(answer)
                .isEqualTo(new JsonObject().put("comments", new JsonArray()).put("gone", new JsonArray()));
    }

    @Test
    void own_callsGoneWhatNoReceiptOpensOrWhatWasWithdrawn() {
        var page = CommentDriver.page();
        var withdrawn = desk.submit(page);
        desk.move(withdrawn, CommentStatus.WITHDRAWN, null);
        var answer = json(own(page, UNKNOWN, receipt(withdrawn), "nonsense"));
        assertThat(answer.getJsonArray("comments")).isEmpty();
        assertThat(answer.getJsonArray("gone")).containsExactlyInAnyOrder(UNKNOWN, receipt(withdrawn), "nonsense");
    }

    @Test
    void own_ofAnotherSiteOpensNothing() {
        var submitted = desk.submit(CommentDriver.page());
        var answer = server.get(
                "/api/sites/other/own?url=https://other.example/", "Authorization", "Receipt " + receipt(submitted));
        assertThat(json(answer).getJsonArray("comments")).isEmpty();
        assertThat(answer.body()).doesNotContain(submitted.getString("id"));
    }

    @Test
    void own_takesTwentyReceiptsAndNoMore() {
        var page = CommentDriver.page();
        var codes = Stream.generate(() -> receipt(desk.submit(page))).limit(20).toList();
        var twenty = own(page, codes.toArray(String[]::new));
        assertThat(json(twenty).getJsonArray("comments")).hasSize(20);
        var more = own(page, String.join(",", codes) + "," + UNKNOWN);
        assertThat(more.statusCode()).isEqualTo(400);
        assertThat(json(more).getString("code")).isEqualTo("too_many_receipts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Receipt", "Receipt ", "Bearer x", "Basic eDp5", "receipt x", ""})
    void own_withoutAReceiptShowsNothing(String authorization) {
        var answer = server.get("/api/sites/lsi/own?url=" + CommentDriver.page(), "Authorization", authorization);
        assertThat(answer.statusCode()).isIn(200, 401);
        assertThat(answer.body()).doesNotContain("\"id\"");
    }

    @Test
    void statusPage_tellsTheHistoryInJson() {
        var submitted = desk.submit(CommentDriver.draft(CommentDriver.page()).put("text", "Le texte"));
        desk.move(submitted, CommentStatus.REJECTED, "Hors sujet <b>");
        var answer = server.get("/c/" + receipt(submitted));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(answer.headers().firstValue("X-Robots-Tag").orElseThrow()).contains("noindex");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        var json = json(answer);
        assertThat(json.fieldNames()).containsExactlyInAnyOrder("id", "status", "reason", "text", "history", "can");
        assertThat(json.getString("status")).isEqualTo("rejected");
        assertThat(json.getString("reason")).isEqualTo("Hors sujet <b>");
        assertThat(json.getString("text")).isEqualTo("Le texte");
        assertThat(json.getJsonArray("history").stream()
                        .map(each -> ((JsonObject) each).getString("status"))
                        .toList())
                .isEqualTo(List.of("pending", "rejected"));
    }

    @Test
    void statusPage_isForItsReaderOnlyAndHoldsNoLiveLink() {
        var submitted = desk.submit(CommentDriver.draft(CommentDriver.page())
                .put("text", "<script>x</script> https://spam.example/ javascript:alert(1)"));
        for (var status : List.of(CommentStatus.PENDING, CommentStatus.PUBLISHED)) {
            if (status == CommentStatus.PUBLISHED) {
                desk.publish(submitted);
            }
            var answer = server.get("/c/" + receipt(submitted), "Accept", "text/html");
            assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("no-store");
            assertThat(answer.headers().firstValue("X-Robots-Tag").orElseThrow())
                    .contains("noindex");
            assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            var document = Jsoup.parse(answer.body());
            assertThat(document.select("script")).isEmpty();
            assertThat(document.select("a[href*=spam]")).isEmpty();
            assertThat(document.select("meta[name=robots]").attr("content")).contains("noindex");
            assertThat(document.text()).contains("<script>x</script> https://spam.example/");
            assertThat(answer.body()).doesNotContain("awa@example.org");
        }
    }

    @Test
    void statusPage_ofNoReceiptIsNotThere() {
        for (var code : List.of(UNKNOWN, "x", "%00", receipt(desk.submit(CommentDriver.page())) + "x")) {
            var answer = server.get("/c/" + code);
            assertThat(answer.statusCode()).as(code).isEqualTo(404);
        }
    }

    @Test
    void statusPage_speaksTheLanguageOfItsAuthor() {
        var submitted = desk.submit(CommentDriver.draft(CommentDriver.page()).put("lang", "en"));
        assertThat(server.get("/c/" + receipt(submitted), "Accept", "text/html", "Accept-Language", "fr")
                        .body())
                .contains("<html lang=\"en\"");
    }

    @Test
    void receipt_isStoredAsItsHashOnly() {
        var code = receipt(desk.submit(CommentDriver.page()));
        var dump = desk.sql("SELECT c::text FROM comments c UNION ALL SELECT k::text FROM idempotency_keys k");
        var rows = java.util.stream.StreamSupport.stream(dump.spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.joining());
        assertThat(rows).doesNotContain(code);
    }

    private static HttpResponse<String> own(String page, String... codes) {
        return server.get("/api/sites/lsi/own?url=" + page, "Authorization", "Receipt " + String.join(",", codes));
    }

    private static String receipt(JsonObject submitted) {
        return submitted.getString("receipt");
    }
}

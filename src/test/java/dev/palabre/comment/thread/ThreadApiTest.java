package dev.palabre.comment.thread;

import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static dev.palabre.testing.CommentDriver.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reading: threads in their three forms, their pages, and what caches may keep of them. */
@Tag("server")
final class ThreadApiTest {
    private static final String NODES = "application/vnd.palabre.nodes+json";
    private static TestServer server;
    private static CommentDriver desk;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of())
                .site("lsi", SITE, Map.of("linksMax", "10"))
                .site("live", "https://live.example", Map.of("moderation", "after", "pageSize", "7"));
        desk = new CommentDriver(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void thread_ofAPageThatNobodyCommentedIsEmptyAndOpen() {
        var page = CommentDriver.page();
        var thread = json(server.get(thread(page) + "&title=Le%20titre"));
        assertThat(thread.getInteger("count")).isZero();
        assertThat(thread.getBoolean("open")).isTrue();
        assertThat(thread.getJsonArray("comments")).isEmpty();
        assertThat(thread.getValue("next")).isNull();
        assertThat(thread.getJsonObject("page"))
                .isEqualTo(new JsonObject().putNull("id").put("url", page).put("title", "Le titre"));
    }

    @Test
    void thread_showsWhatIsPublishedWithWhatReadersSeeAndNoMore() {
        var page = CommentDriver.page();
        var submitted =
                desk.submit(CommentDriver.draft(page).put("text", "Un\n\ndeux <b>trois</b> https://a.example/x"));
        desk.publish(submitted);
        var thread = json(server.get(thread(page)));
        assertThat(thread.getInteger("count")).isEqualTo(1);
        var comment = thread.getJsonArray("comments").getJsonObject(0);
        assertThat(comment.fieldNames())
                .containsExactlyInAnyOrder(
                        "id", "url", "author", "html", "publishedAt", "editedAt", "replyTo", "replies", "score");
        assertThat(comment.getString("id")).isEqualTo(submitted.getString("id"));
        assertThat(comment.getString("url")).isEqualTo(page + "#comment-" + submitted.getString("id"));
        assertThat(comment.getJsonObject("author"))
                .isEqualTo(new JsonObject().put("name", "Awa Diop").put("initials", "AD"));
        assertThat(comment.getString("html"))
                .isEqualTo(
                        "<p dir=\"auto\">Un</p><p dir=\"auto\">deux &lt;b&gt;trois&lt;/b&gt; <a href=\"https://a.example/x\""
                                + " rel=\"nofollow ugc noopener noreferrer\">https://a.example/x</a></p>");
        assertThat(comment.getString("publishedAt")).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    }

    @Test
    void thread_asNodesHoldsTheWholeTreeAndTheWidgetsWords() {
        var page = CommentDriver.page();
        desk.published(page);
        var answer = server.get(thread(page) + "&lang=fr", "Accept", NODES);
        assertThat(answer.headers().firstValue("Content-Type")).contains(NODES);
        var document = json(answer);
        assertThat(document.getInteger("count")).isEqualTo(1);
        assertThat(document.getBoolean("open")).isTrue();
        assertThat(document.getValue("more")).isNull();
        assertThat(document.getJsonObject("texts").fieldNames())
                .contains("offline", "retry", "sending", "success", "successNoMail", "pendingLead", "pendingLink");
        var tree = document.getJsonArray("nodes").getJsonArray(0);
        assertThat(tree.getString(0)).isEqualTo("section");
        assertThat(document.getJsonArray("nodes").encode())
                .contains("Commentaires (1)", "[\"form\"", "Awa Diop")
                .doesNotContain("null", "awa@example.org");
    }

    @Test
    void thread_asAPageIsWholeWithoutScripts() {
        var page = CommentDriver.page();
        desk.published(page);
        var answer = server.get(thread(page) + "&lang=fr", "Accept", "text/html");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'");
        var document = Jsoup.parse(answer.body());
        assertThat(document.select("script, style, [style], [onclick]")).isEmpty();
        assertThat(document.select("h2").text()).isEqualTo("Commentaires (1)");
        assertThat(document.select("form textarea[name=text]")).hasSize(1);
        assertThat(document.select("ol li article")).hasSize(1);
    }

    @Test
    void counts_areOfWhatIsPublishedAndNamedAsTheyWereAskedFor() {
        var one = CommentDriver.page();
        var two = CommentDriver.page();
        desk.published(one);
        desk.published(one);
        desk.submit(two);
        var counts = json(server.get("/api/sites/lsi/counts?url=" + one + "&url=" + two + "&url=" + one + "/&id=none"));
        assertThat(counts.getJsonObject("counts"))
                .isEqualTo(new JsonObject()
                        .put(one, 2)
                        .put(two, 0)
                        .put(one + "/", 2)
                        .put("none", 0));
    }

    @Test
    void own_asksForReceiptsAndReadsTheirSchemeInAnySpelling() {
        var path = "/api/sites/lsi/own?url=" + CommentDriver.page();
        for (var header : List.of("Bearer x", "Receipt", "Receipts x")) {
            var answer = server.get(path, "Authorization", header);
            assertThat(answer.statusCode()).as(header).isEqualTo(401);
            assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Receipt");
        }
        for (var scheme : List.of("Receipt", "receipt", "RECEIPT")) {
            assertThat(server.get(path, "Authorization", scheme + " x").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void counts_ofMoreThanFiftyPagesAreRefused() {
        var query = ("&url=" + SITE + "/%d").repeat(1);
        var asked = new StringBuilder("/api/sites/lsi/counts?a=b");
        for (int i = 0; i < 51; i++) {
            asked.append(query.formatted(i));
        }
        assertThat(server.get(asked.toString()).statusCode()).isEqualTo(400);
    }

    @Test
    void comment_thatIsNotPublishedIsInNoByteThatOthersGet() {
        var page = CommentDriver.page();
        var canary = "canari-" + System.nanoTime();
        var waiting = desk.submit(CommentDriver.draft(page)
                .put("text", "texte " + canary)
                .put("lastName", canary + "-nom")
                .put("email", canary + "@example.org"));
        assertNowhere(page, canary);
        desk.move(waiting, CommentStatus.REJECTED, null);
        assertNowhere(page, canary);
        desk.publish(waiting);
        assertThat(server.get(thread(page)).body()).contains(canary).doesNotContain(canary + "@");
        desk.move(waiting, CommentStatus.REMOVED, null);
        assertNowhere(page, canary);
        assertThat(json(server.get(thread(page))).getInteger("count")).isZero();
    }

    private static void assertNowhere(String page, String canary) {
        for (var path : List.of(
                thread(page),
                thread(page) + "&sort=oldest",
                "/api/sites/lsi/counts?url=" + page,
                "/api/sites/lsi/thread.html?url=" + page,
                "/sites/lsi/feed.atom",
                "/sites/lsi/notice")) {
            for (var accept : List.of("application/json", NODES, "text/html")) {
                var answer = server.get(path, "Accept", accept);
                assertThat(answer.body()).as(path).doesNotContain(canary);
                assertThat(answer.headers().map().toString()).doesNotContain(canary);
            }
        }
    }

    @Test
    void site_ofAnotherKeyHasNothingOfThis() {
        var page = CommentDriver.page();
        desk.published(page);
        assertThat(server.get("/api/sites/live/thread?url=" + page).statusCode())
                .isEqualTo(403);
        assertThat(server.get("/api/sites/live/counts?url=" + page).statusCode())
                .isEqualTo(403);
        assertThat(server.get("/api/sites/none/thread?url=" + page).statusCode())
                .isEqualTo(404);
    }
}

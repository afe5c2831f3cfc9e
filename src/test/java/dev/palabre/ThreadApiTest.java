package dev.palabre;

import static dev.palabre.Desk.SITE;
import static dev.palabre.Desk.json;
import static dev.palabre.Desk.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.Status;
import dev.palabre.testing.Wire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading: threads in their three forms, their pages, and what caches may keep of them. */
final class ThreadApiTest {
    private static final String NODES = "application/vnd.palabre.nodes+json";
    private static TestServer server;
    private static Desk desk;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of())
                .site("lsi", SITE, Map.of("linksMax", "10"))
                .site("live", "https://live.example", Map.of("moderation", "after", "pageSize", "7"));
        desk = new Desk(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void thread_ofAPageThatNobodyCommentedIsEmptyAndOpen() {
        var page = Desk.page();
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
        var page = Desk.page();
        var submitted = desk.submit(Desk.draft(page).put("text", "Un\n\ndeux <b>trois</b> https://a.example/x"));
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
        var page = Desk.page();
        desk.published(page);
        var answer = server.get(thread(page) + "&lang=fr", "Accept", NODES);
        assertThat(answer.headers().firstValue("Content-Type")).contains(NODES);
        var document = json(answer);
        assertThat(document.getInteger("count")).isEqualTo(1);
        assertThat(document.getBoolean("open")).isTrue();
        assertThat(document.getValue("more")).isNull();
        assertThat(document.getJsonObject("texts").fieldNames())
                .contains("offline", "retry", "sending", "success", "pendingLead", "pendingLink");
        var tree = document.getJsonArray("nodes").getJsonArray(0);
        assertThat(tree.getString(0)).isEqualTo("section");
        assertThat(document.getJsonArray("nodes").encode())
                .contains("Commentaires (1)", "[\"form\"", "Awa Diop")
                .doesNotContain("null", "awa@example.org");
    }

    @Test
    void thread_asAPageIsWholeWithoutScripts() {
        var page = Desk.page();
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

    @ParameterizedTest
    @ValueSource(strings = {"application/json", NODES, "text/html"})
    void links_areThoseOfTheThreadWhoeverAsksFirst(String accept) {
        var page = Desk.page();
        var id = page.substring(SITE.length() + 1).replace('/', '-');
        var asked = "/api/sites/lsi/thread?lang=fr&title=x&id=" + id + "&url=";
        assertThat(server.get(asked + page + "-a", "Accept", accept).body()).contains(page + "-a");
        assertThat(server.get(asked + page + "-b", "Accept", accept).body())
                .contains(page + "-b")
                .doesNotContain(page + "-a");
        desk.publish(desk.submit(Desk.draft(page + "-a").put("pageId", id)));
        var other = server.get(asked + page + "-b", "Accept", accept).body();
        assertThat(other).contains(page + "-a#comment-").doesNotContain(page + "-b");
        assertThat(server.get(asked + page + "-a", "Accept", accept).body()).isEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", NODES, "text/html"})
    void etag_bringsNotModifiedForEachFormPlainAndZipped(String accept) throws IOException {
        var page = Desk.page();
        desk.published(page);
        var ask = "GET " + thread(page) + "&lang=fr HTTP/1.1\r\nHost: HOST\r\nAccept: " + accept + "\r\n";
        var plain = Wire.once(server.url(), ask + "\r\n");
        var zipped = Wire.once(server.url(), ask + "Accept-Encoding: gzip\r\n\r\n");
        var tag = plain.header("ETag").orElseThrow();
        var zippedTag = zipped.header("ETag").orElseThrow();
        assertThat(tag).matches("\"[^\"]+\"").isNotEqualTo(zippedTag);
        assertThat(zipped.header("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                .isEqualTo(plain.body());
        for (var answer : List.of(plain, zipped)) {
            assertThat(answer.header("Cache-Control")).contains("public, max-age=0, must-revalidate");
            assertThat(String.join(", ", answer.all("Vary")))
                    .contains("Origin", "Accept", "Accept-Encoding", "Accept-Language");
        }
        var again = Wire.once(server.url(), ask + "If-None-Match: " + tag + "\r\n\r\n");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.header("ETag")).contains(tag);
        assertThat(String.join(", ", again.all("Vary"))).contains("Origin", "Accept-Encoding");
        assertThat(Wire.once(server.url(), ask + "If-None-Match: W/" + zippedTag + "\r\nAccept-Encoding: gzip\r\n\r\n")
                        .status())
                .isEqualTo(304);
        assertThat(Wire.once(server.url(), ask + "If-None-Match: " + zippedTag + "\r\n\r\n")
                        .status())
                .isEqualTo(200);
        desk.published(page);
        assertThat(Wire.once(server.url(), ask + "If-None-Match: " + tag + "\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest"})
    void pages_of120CommentsHaveNoDoubleAndNoGap(String sort) {
        var page = "https://live.example/" + sort;
        var ids = new ArrayList<String>();
        for (int i = 0; i < 120; i++) {
            var answer =
                    server.post("/api/sites/live/comments", Desk.draft(page).encode());
            assertThat(json(answer).getString("status")).isEqualTo("published");
            ids.add(json(answer).getString("id"));
        }
        if (sort.equals("newest")) {
            java.util.Collections.reverse(ids);
        }
        var read = new ArrayList<String>();
        var thread = "/api/sites/live/thread?url=" + page + "&sort=" + sort;
        String after = null;
        do {
            var json = json(server.get(thread + (after == null ? "" : "&after=" + after)));
            assertThat(json.getInteger("count")).isEqualTo(120);
            assertThat(json.getString("sort")).isEqualTo(sort);
            json.getJsonArray("comments").forEach(each -> read.add(((JsonObject) each).getString("id")));
            after = json.getString("next");
            assertThat(after == null || after.matches("[A-Za-z0-9_-]+")).isTrue();
        } while (after != null);
        assertThat(read).isEqualTo(ids);
        assertThat(nodePages("/api/sites/live/thread?url=" + page + "&sort=" + sort + "&lang=en"))
                .isEqualTo(ids);
    }

    @Test
    void pages_stayWholeWhileCommentsArrive() {
        var page = "https://live.example/growing";
        for (int i = 0; i < 20; i++) {
            server.post("/api/sites/live/comments", Desk.draft(page).encode());
        }
        var seen = new HashSet<String>();
        var doubled = new ArrayList<String>();
        String after = null;
        do {
            var json =
                    json(server.get("/api/sites/live/thread?url=" + page + (after == null ? "" : "&after=" + after)));
            json.getJsonArray("comments").forEach(each -> {
                var id = ((JsonObject) each).getString("id");
                if (!seen.add(id)) {
                    doubled.add(id);
                }
            });
            after = json.getString("next");
            server.post("/api/sites/live/comments", Desk.draft(page).encode());
        } while (after != null);
        assertThat(doubled).isEmpty();
        assertThat(seen).hasSize(20);
    }

    @Test
    void addresses_ofOnePageShareOneThread() {
        var page = Desk.page();
        desk.published(page);
        for (var alias : List.of(
                page + "/",
                page + "?utm_source=x&fbclid=y",
                page + "%23part",
                page.replace("/articles/", "//articles//"),
                page + "?")) {
            var url = "/api/sites/lsi/thread?url="
                    + URLEncoder.encode(alias, StandardCharsets.UTF_8).replace("%2523", "%23");
            assertThat(json(server.get(url)).getInteger("count")).as(alias).isEqualTo(1);
        }
        assertThat(json(server.get(thread(page + "?page=2"))).getInteger("count"))
                .isZero();
    }

    @Test
    void language_isTheOneAskedForThenTheBrowsersThenTheSites() {
        var page = thread(Desk.page());
        assertThat(heading(page + "&lang=en", "fr")).contains("Comments");
        assertThat(heading(page, "en-US,en;q=0.9")).contains("Comments");
        assertThat(heading(page, "wo")).contains("Commentaires");
    }

    @Test
    void language_ofOneReaderIsNotAnothers() {
        var unknown = thread(Desk.page()) + "&lang=wo";
        assertThat(heading(unknown, "en")).contains("Comments");
        assertThat(heading(unknown, "fr")).contains("Commentaires");
        var inThePage = thread(SITE + "/a?lang=x");
        assertThat(heading(inThePage, "en")).contains("Comments");
        assertThat(heading(inThePage, "fr")).contains("Commentaires");
    }

    @Test
    void counts_areOfWhatIsPublishedAndNamedAsTheyWereAskedFor() {
        var one = Desk.page();
        var two = Desk.page();
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

    @ParameterizedTest
    @ValueSource(strings = {"thread", "own", "counts"})
    void page_thatIsNotNamedOrNoneIsToldByTheNameThatWasSent(String call) {
        var path = "/api/sites/lsi/" + call + "?a=b";
        assertRefused(path, "url");
        assertRefused(path + "&url=nothing", "url");
        assertRefused(path + "&id=" + "x".repeat(201), "id");
    }

    @Test
    void own_asksForReceiptsAndReadsTheirSchemeInAnySpelling() {
        var path = "/api/sites/lsi/own?url=" + Desk.page();
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
    void title_overTheLimitIsCutAndNotRefused() {
        var page = Desk.page();
        var title = "%F0%9F%8C%B3".repeat(450) + "x".repeat(1_000);
        var shown = json(server.get(thread(page) + "&title=" + title))
                .getJsonObject("page")
                .getString("title");
        assertThat(shown).hasSize(1_000).startsWith("\ud83c\udf33").endsWith("x");
        assertThat(json(server.get(thread(page) + "&title=x" + "%F0%9F%8C%B3".repeat(550)))
                        .getJsonObject("page")
                        .getString("title"))
                .hasSize(999);
    }

    private static void assertRefused(String path, String field) {
        var answer = server.get(path, "Authorization", "Receipt x");
        assertThat(answer.statusCode()).as(path).isEqualTo(422);
        assertThat(json(answer).getJsonArray("errors").getJsonObject(0).getString("field"))
                .as(path)
                .isEqualTo(field);
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
        var page = Desk.page();
        var canary = "canari-" + System.nanoTime();
        var waiting = desk.submit(Desk.draft(page)
                .put("text", "texte " + canary)
                .put("lastName", canary + "-nom")
                .put("email", canary + "@example.org"));
        assertNowhere(page, canary);
        desk.move(waiting, Status.REJECTED, null);
        assertNowhere(page, canary);
        desk.publish(waiting);
        assertThat(server.get(thread(page)).body()).contains(canary).doesNotContain(canary + "@");
        desk.move(waiting, Status.REMOVED, null);
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
        var page = Desk.page();
        desk.published(page);
        assertThat(server.get("/api/sites/live/thread?url=" + page).statusCode())
                .isEqualTo(403);
        assertThat(server.get("/api/sites/live/counts?url=" + page).statusCode())
                .isEqualTo(403);
        assertThat(server.get("/api/sites/none/thread?url=" + page).statusCode())
                .isEqualTo(404);
    }

    private static String heading(String path, String acceptLanguage) {
        return server.get(path, "Accept", NODES, "Accept-Language", acceptLanguage)
                .body();
    }

    private static List<String> nodePages(String path) {
        var ids = new ArrayList<String>();
        var more = path;
        while (more != null) {
            var document = json(server.get(more, "Accept", NODES));
            collect(document.getJsonArray("nodes"), ids);
            var next = document.getString("more");
            assertThat(next == null || next.startsWith(server.url())).isTrue();
            more = next == null ? null : next.substring(server.url().length());
        }
        return ids;
    }

    private static void collect(JsonArray nodes, List<String> ids) {
        for (var each : nodes) {
            if (each instanceof JsonArray node) {
                if (node.getValue(0).equals("li") && node.getValue(1) instanceof JsonObject attributes) {
                    ids.add(attributes.getString("data-id"));
                } else {
                    collect(node, ids);
                }
            }
        }
    }
}

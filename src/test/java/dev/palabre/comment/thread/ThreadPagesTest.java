package dev.palabre.comment.thread;

import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static dev.palabre.testing.CommentDriver.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.RawHttp;
import dev.palabre.testing.TestServer;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which thread a request means, in which language and form, and page by page. */
@Tag("server")
final class ThreadPagesTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"application/json", NODES, "text/html"})
    void links_areThoseOfTheThreadWhoeverAsksFirst(String accept) {
        var page = CommentDriver.page();
        var id = page.substring(SITE.length() + 1).replace('/', '-');
        var asked = "/api/sites/lsi/thread?lang=fr&title=x&id=" + id + "&url=";
        assertThat(server.get(asked + page + "-a", "Accept", accept).body()).contains(page + "-a");
        assertThat(server.get(asked + page + "-b", "Accept", accept).body())
                .contains(page + "-b")
                .doesNotContain(page + "-a");
        desk.publish(desk.submit(CommentDriver.draft(page + "-a").put("pageId", id)));
        var other = server.get(asked + page + "-b", "Accept", accept).body();
        assertThat(other).contains(page + "-a#comment-").doesNotContain(page + "-b");
        assertThat(server.get(asked + page + "-a", "Accept", accept).body()).isEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", NODES, "text/html"})
    void etag_bringsNotModifiedForEachFormPlainAndZipped(String accept) throws IOException {
        var page = CommentDriver.page();
        desk.published(page);
        var ask = "GET " + thread(page) + "&lang=fr HTTP/1.1\r\nHost: HOST\r\nAccept: " + accept + "\r\n";
        var plain = RawHttp.once(server.url(), ask + "\r\n");
        var zipped = RawHttp.once(server.url(), ask + "Accept-Encoding: gzip\r\n\r\n");
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
        var again = RawHttp.once(server.url(), ask + "If-None-Match: " + tag + "\r\n\r\n");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.header("ETag")).contains(tag);
        assertThat(String.join(", ", again.all("Vary"))).contains("Origin", "Accept-Encoding");
        assertThat(RawHttp.once(
                                server.url(),
                                ask + "If-None-Match: W/" + zippedTag + "\r\nAccept-Encoding: gzip\r\n\r\n")
                        .status())
                .isEqualTo(304);
        assertThat(RawHttp.once(server.url(), ask + "If-None-Match: " + zippedTag + "\r\n\r\n")
                        .status())
                .isEqualTo(200);
        desk.published(page);
        assertThat(RawHttp.once(server.url(), ask + "If-None-Match: " + tag + "\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest"})
    void pages_of120CommentsHaveNoDoubleAndNoGap(String sort) {
        var page = "https://live.example/" + sort;
        var ids = new ArrayList<String>();
        for (int i = 0; i < 120; i++) {
            var answer = server.post(
                    "/api/sites/live/comments", CommentDriver.draft(page).encode());
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
            server.post("/api/sites/live/comments", CommentDriver.draft(page).encode());
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
            server.post("/api/sites/live/comments", CommentDriver.draft(page).encode());
        } while (after != null);
        assertThat(doubled).isEmpty();
        assertThat(seen).hasSize(20);
    }

    @Test
    void addresses_ofOnePageShareOneThread() {
        var page = CommentDriver.page();
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
        var page = thread(CommentDriver.page());
        assertThat(heading(page + "&lang=en", "fr")).contains("Comments");
        assertThat(heading(page, "en-US,en;q=0.9")).contains("Comments");
        assertThat(heading(page, "wo")).contains("Commentaires");
    }

    @Test
    void language_ofOneReaderIsNotAnothers() {
        var unknown = thread(CommentDriver.page()) + "&lang=wo";
        assertThat(heading(unknown, "en")).contains("Comments");
        assertThat(heading(unknown, "fr")).contains("Commentaires");
        var inThePage = thread(SITE + "/a?lang=x");
        assertThat(heading(inThePage, "en")).contains("Comments");
        assertThat(heading(inThePage, "fr")).contains("Commentaires");
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
    void title_overTheLimitIsCutAndNotRefused() {
        var page = CommentDriver.page();
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

    @ParameterizedTest
    @ValueSource(strings = {"application/json", NODES, "text/html"})
    void title_makesNoCopyOfAPageThatHasComments(String accept) {
        var page = CommentDriver.page();
        desk.published(page);
        var first = server.get(thread(page) + "&lang=fr&title=One", "Accept", accept);
        var second = server.get(thread(page) + "&lang=fr&title=Two", "Accept", accept);
        assertThat(second.body()).isEqualTo(first.body()).doesNotContain("Two");
        assertThat(second.headers().firstValue("ETag"))
                .isEqualTo(first.headers().firstValue("ETag"));
    }

    @Test
    void title_isShownWhileNothingIsPublished() {
        var page = CommentDriver.page();
        assertThat(json(server.get(thread(page) + "&title=One"))
                        .getJsonObject("page")
                        .getString("title"))
                .isEqualTo("One");
        assertThat(json(server.get(thread(page) + "&title=" + "%CC%81%CC%A3".repeat(500)))
                        .getJsonObject("page")
                        .getString("title"))
                .isEqualTo(page);
        desk.published(page);
        assertThat(json(server.get(thread(page) + "&title=One"))
                        .getJsonObject("page")
                        .getString("title"))
                .isEqualTo("La plage");
    }
}

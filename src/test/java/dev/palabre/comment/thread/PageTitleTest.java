package dev.palabre.comment.thread;

import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose words a page is titled with, and where its thread says that it is. */
@Tag("server")
final class PageTitleTest {
    private static final String EVIL = "Your account is locked";
    private static final String EVIL_PATH = SITE + "/redirect?to=evil";
    private static TestServer server;
    private static CommentDriver desk;
    private static String owner;
    private static String reader;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of())
                .site("lsi", SITE, Map.of())
                .site("live", "https://live.example", Map.of("moderation", "after"))
                .site("other", "https://other.example", Map.of());
        desk = new CommentDriver(server);
        owner = "Bearer " + server.token("owner@titles.example", Role.OWNER, "lsi");
        reader = "Bearer " + server.token("reader@titles.example", Role.READER, "lsi");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/vnd.palabre.nodes+json", "text/html"})
    void thread_showsNothingOfACommentThatIsNotPublished(String accept) {
        var page = CommentDriver.page();
        var id = id(page);
        desk.submit(evil(id));
        var spam = desk.submit(evil(id));
        desk.move(spam, CommentStatus.SPAM, null);
        for (var asked : new String[] {"id=" + id, "id=" + id + "&url=" + page, "id=" + id + "&title=Mine"}) {
            assertThat(server.get("/api/sites/lsi/thread?" + asked, "Accept", accept)
                            .body())
                    .doesNotContain(EVIL)
                    .doesNotContain("/redirect");
        }
    }

    @Test
    void thread_isTitledByItsFirstPublishedComment() {
        var page = CommentDriver.page();
        var id = id(page);
        var evil = desk.submit(evil(id));
        desk.move(evil, CommentStatus.SPAM, null);
        desk.publish(desk.submit(CommentDriver.draft(page).put("pageId", id).put("pageTitle", "The real title")));
        assertPage(id, page, "The real title");
        desk.publish(
                desk.submit(CommentDriver.draft(page + "-b").put("pageId", id).put("pageTitle", "Later")));
        assertPage(id, page, "The real title");
    }

    @Test
    void thread_takesTheNextTitleWhenItsFirstCommentIsRemoved() {
        var page = CommentDriver.page();
        var id = id(page);
        var evil = desk.submit(evil(id));
        desk.publish(evil);
        assertPage(id, EVIL_PATH, EVIL);
        desk.publish(desk.submit(CommentDriver.draft(page).put("pageId", id).put("pageTitle", "The real title")));
        desk.move(evil, CommentStatus.REMOVED, null);
        assertPage(id, page, "The real title");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WITHDRAWN", "ERASED", "REMOVED", "SPAM"})
    void thread_forgetsItsTitleWithItsLastComment(CommentStatus end) {
        var page = CommentDriver.page();
        var id = id(page);
        var only = desk.submit(evil(id));
        desk.publish(only);
        desk.move(only, end, null);
        assertPage(id, SITE + "/", SITE + "/");
        var url = "url LIKE '%redirect%' OR title LIKE '" + EVIL + "%'";
        assertThat(desk.count("SELECT count(*)::int FROM threads WHERE page_id = '" + id + "' AND (" + url + ")"))
                .isZero();
    }

    @Test
    void thread_ofAPageWithoutAnIdKeepsItsAddressAndTakesTheTitle() {
        var page = CommentDriver.page();
        var first = desk.submit(CommentDriver.draft(page).put("pageTitle", EVIL));
        assertThat(title("url=" + page)).isEqualTo(page);
        desk.publish(first);
        assertThat(title("url=" + page)).isEqualTo(EVIL);
        assertThat(title("url=" + page + "&title=Invented")).isEqualTo(EVIL);
    }

    @Test
    void thread_ofASiteThatPublishesAtOnceIsTitledAtOnce() {
        var answer = server.post(
                "/api/sites/live/comments",
                CommentDriver.draft("https://live.example/a")
                        .put("pageTitle", "At once")
                        .encode());
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(json(server.get("/api/sites/live/thread?url=https://live.example/a"))
                        .getJsonObject("page")
                        .getString("title"))
                .isEqualTo("At once");
    }

    @Test
    void moderators_seeWhatWasSentUntilTheyPublish() {
        var id = id(CommentDriver.page());
        var evil = desk.submit(evil(id));
        var page = moderated(evil).getJsonObject("page");
        assertThat(page.getString("title")).isEqualTo(EVIL);
        assertThat(page.getString("url")).isEqualTo(EVIL_PATH);
        assertThat(server.get("/c/" + evil.getString("receipt"), "Accept", "text/html")
                        .body())
                .contains(EVIL);
    }

    @Test
    void correction_winsOverWhatWasSentUntilItIsTakenBack() {
        var page = CommentDriver.page();
        var id = id(page);
        var evil = desk.submit(evil(id));
        desk.publish(evil);
        var thread = threadId("id=" + id);
        var answer = put(thread, new JsonObject().put("title", " Cafe\u0301 ").put("url", page), owner);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).getJsonObject("page").getString("title")).isEqualTo("Café");
        assertPage(id, page, "Café");
        desk.publish(desk.submit(evil(id)));
        desk.move(evil, CommentStatus.REMOVED, null);
        assertPage(id, page, "Café");
        assertThat(put(thread, new JsonObject().put("title", "").put("url", ""), owner)
                        .statusCode())
                .isEqualTo(200);
        assertPage(id, EVIL_PATH, EVIL);
    }

    @Test
    void correction_isForWhoeverDecidesOnTheSite() {
        var page = CommentDriver.page();
        desk.submit(page);
        var thread = threadId("url=" + page);
        var change = new JsonObject().put("title", "x");
        assertThat(put(thread, change, reader).statusCode()).isEqualTo(403);
        var stranger = "Bearer " + server.token("stranger@titles.example", Role.OWNER, "other");
        assertThat(put(thread, change, stranger).statusCode()).isEqualTo(404);
        assertThat(put("00000000-0000-7000-8000-000000000000", change, owner).statusCode())
                .isEqualTo(404);
        assertThat(put(thread, change, "Bearer x").statusCode()).isEqualTo(401);
    }

    @Test
    void correction_isHeldToTheRulesOfTitlesAndAddresses() {
        var page = CommentDriver.page();
        desk.submit(page);
        var thread = threadId("url=" + page);
        var refused =
                put(thread, new JsonObject().put("title", "x".repeat(1_001)).put("url", "x"), owner);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("\"title\"").contains("\"url\"");
        assertThat(put(thread, new JsonObject().put("url", "https://other.example/a"), owner)
                        .statusCode())
                .isEqualTo(403);
    }

    private static void assertPage(String id, String url, String title) {
        var page = json(server.get("/api/sites/lsi/thread?id=" + id)).getJsonObject("page");
        assertThat(page.getString("url")).isEqualTo(url);
        assertThat(page.getString("title")).isEqualTo(title);
    }

    private static String title(String query) {
        return json(server.get("/api/sites/lsi/thread?" + query))
                .getJsonObject("page")
                .getString("title");
    }

    private static JsonObject evil(String id) {
        return CommentDriver.draft(EVIL_PATH).put("pageId", id).put("pageTitle", EVIL);
    }

    private static String threadId(String query) {
        return json(server.get("/api/moderation/threads?site=lsi&" + query, "Authorization", owner))
                .getJsonArray("threads")
                .getJsonObject(0)
                .getString("id");
    }

    private static JsonObject moderated(JsonObject submitted) {
        return json(server.get("/api/moderation/comments?site=lsi&limit=500", "Authorization", owner))
                .getJsonArray("comments")
                .stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("id").equals(submitted.getString("id")))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> put(String thread, JsonObject body, String authorization) {
        return server.send(server.request(
                        "/api/moderation/threads/" + thread,
                        "Authorization",
                        authorization,
                        "Content-Type",
                        "application/json")
                .PUT(BodyPublishers.ofString(body.encode()))
                .build());
    }

    private static String id(String page) {
        return page.substring(SITE.length() + 1).replace('/', '-');
    }
}

package dev.palabre.privacy.selfservice;

import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static dev.palabre.testing.CommentDriver.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an author does with a receipt, and what nobody can do with one. */
@Tag("server")
final class ReceiptActionsTest {
    private static TestServer here;
    private static TestServer there;
    private static CommentDriver desk;

    @BeforeAll
    static void start() {
        var database = Postgres.fresh();
        here = TestServer.join(database, Map.of())
                .site("lsi", SITE, Map.of("contact", "dpo@good.example"))
                .site("open", "https://open.example", Map.of("moderation", "after"))
                .site("shut", "https://shut.example", Map.of("moderation", "after", "editMinutes", "0"));
        there = TestServer.join(database, Map.of());
        desk = new CommentDriver(here);
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
    }

    @Test
    void can_listsWhatMayBeDoneNow() {
        var submitted = desk.submit(CommentDriver.page());
        assertThat(can(submitted)).containsExactly("edit", "withdraw", "mute", "renew", "correct", "download", "erase");
        desk.move(submitted, CommentStatus.REJECTED, null);
        assertThat(can(submitted)).containsExactly("withdraw", "mute", "renew", "correct", "download", "erase");
        desk.move(submitted, CommentStatus.WITHDRAWN, null);
        assertThat(can(submitted)).containsExactly("renew", "correct", "download", "erase");
    }

    @ParameterizedTest
    @ValueSource(strings = {"edit", "withdraw", "mute", "renew", "erase", "correct", "download"})
    void get_showsWhatWillHappenAndDoesNothing(String act) {
        var submitted = desk.submit(CommentDriver.page());
        var path = path(submitted, act);
        for (var method : List.of("GET", "HEAD")) {
            var answer = here.send(here.request(path, "Accept", "text/html")
                    .method(method, BodyPublishers.noBody())
                    .build());
            assertThat(answer.statusCode()).as(method).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("no-store");
        }
        var page = Jsoup.parse(here.get(path, "Accept", "text/html").body());
        assertThat(page.select("form[method=post] button")).hasSize(1);
        assertThat(page.select("script")).isEmpty();
        assertThat(json(here.get("/c/" + receipt(submitted))).getString("status"))
                .isEqualTo("pending");
        assertThat(desk.count("SELECT count(*)::int FROM outbox WHERE subject_id = '" + submitted.getString("id")
                        + "' AND address_id IS NOT NULL"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"edit", "withdraw", "mute", "renew", "erase"})
    void post_fromAnotherPlaceDoesNothing(String act) {
        var submitted = desk.submit(CommentDriver.page());
        for (var headers : List.of(
                new String[] {"Sec-Fetch-Site", "cross-site"},
                new String[] {"Sec-Fetch-Site", "same-site"},
                new String[] {"Origin", "https://evil.example"},
                new String[] {"Origin", "null"},
                new String[] {"X-Nothing", "said"})) {
            var answer = here.send(here.request(path(submitted, act), headers)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("text=x"))
                    .build());
            assertThat(answer.statusCode()).as(headers[1]).isEqualTo(403);
        }
        assertThat(json(here.get("/c/" + receipt(submitted))).getString("text")).startsWith("Bonjour");
        assertThat(can(submitted)).contains("edit", "withdraw", "mute");
    }

    @Test
    void edit_changesAWaitingTextAndKeepsTheFormerOne() {
        var submitted = desk.submit(CommentDriver.draft(CommentDriver.page()).put("text", "Premier texte"));
        var answer = here.form(path(submitted, "edit"), "text=Second+texte");
        assertThat(answer.statusCode()).isEqualTo(303);
        var status = json(here.get("/c/" + receipt(submitted)));
        assertThat(status.getString("text")).isEqualTo("Second texte");
        assertThat(status.getString("status")).isEqualTo("pending");
        var page = here.get("/c/" + receipt(submitted) + "?done=edit", "Accept", "text/html");
        assertThat(Jsoup.parse(page.body()).text()).contains("Votre texte est enregistré.", "Premier texte");
    }

    @Test
    void edit_refusesWhatNoCommentMayBeAndShowsItAgain() {
        var submitted = desk.submit(CommentDriver.page());
        var answer = here.form(path(submitted, "edit"), "text=+%0A+");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(Jsoup.parse(answer.body()).select("[aria-invalid=true]")).hasSize(1);
        assertThat(here.form(path(submitted, "edit"), "text=" + "x".repeat(10_001))
                        .statusCode())
                .isEqualTo(422);
        assertThat(desk.count("SELECT count(*)::int FROM comment_edits WHERE comment_id = '" + submitted.getString("id")
                        + "'"))
                .isZero();
    }

    @Test
    void edit_ofWhatIsOnlineGoesBackToTheQueueWhereTheSiteReadsFirst() {
        var page = CommentDriver.page();
        var submitted = desk.published(page);
        assertThat(countOf(there, thread(page))).isEqualTo(1);
        here.form(path(submitted, "edit"), "text=Un+autre+texte");
        assertThat(json(here.get("/c/" + receipt(submitted))).getString("status"))
                .isEqualTo("pending");
        assertThat(countOf(here, thread(page))).isZero();
        assertThat(CommentDriver.within(1_000, () -> countOf(there, thread(page)) == 0))
                .isTrue();
    }

    @Test
    void edit_ofWhatIsOnlineIsShownAtOnceOnEveryNodeWhereTheSiteReadsLater() {
        var page = "https://open.example/" + System.nanoTime();
        var submitted = open("open", page, "Avec une fote");
        assertThat(there.get(openThread("open", page)).body()).contains("Avec une fote");
        here.form(path(submitted, "edit"), "text=Sans+faute");
        var shown = json(here.get(openThread("open", page)))
                .getJsonArray("comments")
                .getJsonObject(0);
        assertThat(shown.getString("html")).contains("Sans faute");
        assertThat(shown.getString("editedAt")).isNotNull();
        assertThat(here.get(openThread("open", page) + "&lang=fr", "Accept", "text/html")
                        .body())
                .contains("modifié");
        assertThat(CommentDriver.within(
                        1_000, () -> there.get(openThread("open", page)).body().contains("Sans faute")))
                .isTrue();
    }

    @Test
    void edit_thatTheGuardHoldsGoesBackToTheQueue() {
        var page = "https://open.example/" + System.nanoTime();
        var submitted = open("open", page, "Un texte sans lien");
        here.form(
                path(submitted, "edit"),
                "text=https%3A%2F%2Fa.example+https%3A%2F%2Fb.example+https%3A%2F%2Fc.example+mot");
        assertThat(json(here.get("/c/" + receipt(submitted))).getString("status"))
                .isEqualTo("pending");
    }

    @Test
    void edit_isOverWhenTheTimeIs() {
        var submitted = open("shut", "https://shut.example/" + System.nanoTime(), "Un texte");
        assertThat(can(submitted)).doesNotContain("edit");
        assertThat(here.form(path(submitted, "edit"), "text=x").statusCode()).isEqualTo(409);
        var late = open("open", "https://open.example/" + System.nanoTime(), "Un texte tardif");
        desk.sql("UPDATE comments SET published_at = now() - interval '16 minutes' WHERE id = '" + late.getString("id")
                + "'");
        assertThat(here.form(path(late, "edit"), "text=x").statusCode()).isEqualTo(409);
        assertThat(json(here.get("/c/" + receipt(late))).getString("text")).isEqualTo("Un texte tardif");
    }

    @Test
    void withdraw_takesACommentBackForGoodOnEveryNode() {
        var page = CommentDriver.page();
        var submitted = desk.published(page);
        assertThat(countOf(there, thread(page))).isEqualTo(1);
        assertThat(here.form(path(submitted, "withdraw"), "").statusCode()).isEqualTo(303);
        assertThat(countOf(here, thread(page))).isZero();
        assertThat(CommentDriver.within(1_000, () -> countOf(there, thread(page)) == 0))
                .isTrue();
        assertThat(json(here.get("/c/" + receipt(submitted))).getString("status"))
                .isEqualTo("withdrawn");
        assertThat(here.form(path(submitted, "withdraw"), "").statusCode()).isEqualTo(409);
        assertThat(here.form(path(submitted, "edit"), "text=x").statusCode()).isEqualTo(409);
    }

    @Test
    void mute_takesTheClickOfAMailClientAndNothingElseFromNowhere() {
        var submitted = desk.submit(CommentDriver.page());
        var oneClick = here.send(here.request(path(submitted, "mute"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                .build());
        assertThat(oneClick.statusCode()).isEqualTo(200);
        assertThat(can(submitted)).contains("unmute").doesNotContain("mute");
        here.form(path(submitted, "unmute"), "");
        assertThat(can(submitted)).contains("mute");
        var withdraw = here.send(here.request(path(submitted, "withdraw"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                .build());
        assertThat(withdraw.statusCode()).isEqualTo(403);
    }

    @Test
    void receipt_ofNobodyOrOfAnotherCommentDoesNothing() {
        var submitted = desk.submit(CommentDriver.page());
        for (var code : List.of("AAAAAQAAAAAAAAAAAAAAAAAAAAA", "x", submitted.getString("id"))) {
            assertThat(here.form("/c/" + code + "/withdraw", "").statusCode())
                    .as(code)
                    .isEqualTo(404);
            assertThat(here.form("/c/" + code + "/renew", "").statusCode())
                    .as(code)
                    .isEqualTo(404);
        }
        assertThat(here.form(path(submitted, "nothing"), "").statusCode()).isEqualTo(404);
    }

    @Test
    void page_saysThatWithoutAnAddressNothingCanBeConfirmed() {
        here.site("free", "https://free.example", Map.of("required", ""));
        var answer = here.post(
                "/api/sites/free/comments",
                new JsonObject()
                        .put("pageUrl", "https://free.example/a")
                        .put("text", "Sans adresse")
                        .encode());
        var submitted = new JsonObject(answer.body());
        assertThat(can(submitted)).containsExactly("edit", "withdraw");
        assertThat(here.get("/c/" + receipt(submitted), "Accept", "text/html").body())
                .contains("pas d’adresse e-mail");
        assertThat(here.form(path(submitted, "erase"), "").statusCode()).isEqualTo(409);
    }

    @Test
    void page_saysHowToObjectToARefusal() {
        var submitted = desk.submit(CommentDriver.page());
        desk.move(submitted, CommentStatus.REJECTED, "Hors sujet");
        assertThat(here.get("/c/" + receipt(submitted), "Accept", "text/html").body())
                .contains("dpo@good.example");
    }

    @Test
    void page_saysHowLongAnswersTakeOnceThereAreEnough() {
        here.site("slow", "https://slow.example", Map.of());
        there.site("quick", "https://quick.example", Map.of());
        decided("slow", 5, 7);
        decided("quick", 4, 7);
        assertThat(waitingPage("slow")).contains("en 7 heures environ");
        assertThat(waitingPage("quick")).doesNotContain("une réponse vient");
    }

    private static void decided(String site, int times, int hours) {
        for (int i = 0; i < times; i++) {
            var submitted = open(site, "https://" + site + ".example/" + i, "Un texte " + i);
            desk.sql("""
                    INSERT INTO decisions (site_id, id, comment_id, decision, from_status, to_status, decided_at, digest)
                    SELECT site_id, gen_random_uuid(), id, 'publish', 'pending', 'published',
                        created_at + interval '%d hours', ''
                    FROM comments WHERE id = '%s'
                    """.formatted(hours, submitted.getString("id")));
        }
    }

    private static String waitingPage(String site) {
        var submitted = open(site, "https://" + site + ".example/waiting", "Un texte qui attend");
        return here.get("/c/" + receipt(submitted), "Accept", "text/html").body();
    }

    private static JsonObject open(String site, String page, String text) {
        var answer = here.post(
                "/api/sites/" + site + "/comments",
                CommentDriver.draft(page).put("text", text).encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body());
    }

    private static String openThread(String site, String page) {
        return "/api/sites/" + site + "/thread?url=" + page;
    }

    private static int countOf(TestServer node, String path) {
        return json(node.get(path)).getInteger("count");
    }

    private static List<String> can(JsonObject submitted) {
        return json(here.get("/c/" + receipt(submitted))).getJsonArray("can").stream()
                .map(String::valueOf)
                .toList();
    }

    private static String path(JsonObject submitted, String act) {
        return "/c/" + receipt(submitted) + "/" + act;
    }

    private static String receipt(JsonObject submitted) {
        return submitted.getString("receipt");
    }
}

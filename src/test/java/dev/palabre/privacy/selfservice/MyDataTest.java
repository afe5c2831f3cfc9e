package dev.palabre.privacy.selfservice;

import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static dev.palabre.testing.CommentDriver.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.config.Option;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everything under one's address on a site, by a mailed link; and nothing for anybody else. */
@Tag("server")
final class MyDataTest {
    private static final String MINE = "/sites/lsi/mine";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static MailServer letterbox;
    private static TestServer server;
    private static CommentDriver desk;

    @BeforeAll
    static void start() {
        letterbox = new MailServer();
        server = TestServer.start(letterbox.options(Map.of(Option.LIMITS_LINKS_ADDRESS, "3/h")))
                .site("lsi", SITE, Map.of("moderation", "after", "purposes", "audience"))
                .site("other", "https://other.example", Map.of());
        desk = new CommentDriver(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        letterbox.close();
    }

    @Test
    void ask_answersAlikeWhetherOrNotSomethingIsThere() {
        var email = email();
        submit(email);
        var known = server.form(MINE, "email=" + email);
        var unknown = server.form(MINE, "email=" + email());
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(unknown.statusCode()).isEqualTo(200);
        assertThat(unknown.body()).isEqualTo(known.body());
        assertThat(known.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(unknown.headers().map().keySet())
                .isEqualTo(known.headers().map().keySet());
        letterbox.mail(email, 1);
        assertThat(server.form(MINE, "email=nonsense").statusCode()).isEqualTo(422);
    }

    @Test
    void ask_mailsNobodyMoreThanTheRateAndSaysSoWhetherOrNotSomethingIsThere() {
        var email = email();
        submit(email);
        for (var asked : List.of(email.toUpperCase(java.util.Locale.ROOT), email())) {
            for (int i = 0; i < 3; i++) {
                assertThat(server.form(MINE, "email=" + asked).statusCode()).isEqualTo(200);
            }
            var refused = server.form(MINE, "email=" + asked.replace("@", "%2Btag@"));
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).contains("Assez de mails");
        }
        assertThat(desk.count("SELECT count(*)::int FROM outbox o JOIN addresses a ON a.id = o.address_id"
                        + " WHERE o.kind = 'mine' AND a.email = '" + email + "'"))
                .isEqualTo(3);
    }

    @Test
    void ask_fromAnotherPlaceIsRefused() {
        for (var headers : List.of(
                new String[] {"Sec-Fetch-Site", "cross-site"},
                new String[] {"Origin", SITE, "Sec-Fetch-Site", "cross-site"},
                new String[] {"X-Nothing", "said"})) {
            assertThat(server.send(server.request(MINE, headers)
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(BodyPublishers.ofString("email=awa@example.org"))
                                    .build())
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void list_showsWhatIsFollowedAndEndsEachOrAll() {
        var email = email();
        for (var page : List.of("/suivie-un", "/suivie-deux")) {
            desk.submit(CommentDriver.draft(SITE + page).put("email", email).put("follow", true));
        }
        letterbox.link(server, email, 2, "/follow/confirm/");
        server.form(letterbox.link(server, email, 1, "/follow/confirm/"), "rhythm=daily");
        var cookie = enter(email);
        var list = Jsoup.parse(server.get(MINE + "/all", "Cookie", cookie, "Accept", "text/html")
                .body());
        assertThat(list.select("#follows").text()).isEqualTo("Pages suivies");
        assertThat(list.text()).contains("Une fois par jour, depuis", "pas encore confirmé");
        assertThat(server.get(MINE + "/all.json", "Cookie", cookie).body())
                .contains("\"rhythm\":\"daily\"", "Me prévenir des nouveaux commentaires");
        assertThat(server.get(MINE + "/all.html", "Cookie", cookie).body()).contains("Pages suivies");
        var ends = list.select("form[action$=/end]").eachAttr("action");
        assertThat(ends).hasSize(2);
        var end = ends.get(0).substring(server.url().length());
        assertThat(server.send(server.request(end, "Cookie", cookie)
                                .POST(BodyPublishers.noBody())
                                .build())
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.form(end, "").headers().firstValue("Location").orElseThrow())
                .endsWith("/mine");
        assertThat(follows(email)).isEqualTo(2);
        server.form(end, "", "Cookie", cookie);
        assertThat(follows(email)).isEqualTo(1);
        server.form(MINE + "/stop", "", "Cookie", cookie);
        assertThat(follows(email)).isZero();
    }

    @Test
    void eraseAll_endsWhatIsFollowed() {
        var email = email();
        desk.submit(CommentDriver.draft(SITE + "/suivie").put("email", email).put("follow", true));
        letterbox.link(server, email, 1, "/follow/confirm/");
        server.form(MINE + "/erase", "", "Cookie", enter(email));
        assertThat(desk.count("SELECT count(*)::int FROM addresses WHERE email = '" + email + "'"))
                .isZero();
    }

    private static int follows(String email) {
        return desk.count(
                "SELECT count(*)::int FROM follows f JOIN addresses a ON a.id = f.address_id WHERE a.email = '" + email
                        + "'");
    }

    @Test
    void link_opensNothingByItselfAndOnlyOnceByItsButton() {
        var email = email();
        submit(email);
        server.form(MINE, "email=" + email);
        var link = letterbox.link(server, email, 1, "/mine/link/");
        for (int i = 0; i < 3; i++) {
            var shown = server.get(link, "Accept", "text/html", "Purpose", "prefetch");
            assertThat(shown.statusCode()).isEqualTo(200);
            assertThat(shown.headers().allValues("Set-Cookie")).isEmpty();
            assertThat(shown.body()).doesNotContain("Bonjour", email);
        }
        assertThat(server.form(link.replace("/lsi/", "/other/"), "").statusCode())
                .isEqualTo(410);
        var entered = server.form(link, "");
        assertThat(entered.statusCode()).isEqualTo(303);
        assertThat(entered.headers().firstValue("Set-Cookie").orElseThrow())
                .containsIgnoringCase("; HttpOnly")
                .contains("SameSite=Strict", "Max-Age=1800");
        assertThat(server.form(link, "").statusCode()).isEqualTo(410);
    }

    @Test
    void list_isForItsOwnerOnTheirSiteOnly() {
        var email = email();
        var submitted = submit(email);
        var cookie = enter(email);
        var list = server.get(MINE + "/all", "Cookie", cookie, "Accept", "text/html");
        assertThat(list.body()).contains(submitted.getString("receipt"), email);
        assertThat(list.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(server.get(MINE + "/all").statusCode()).isEqualTo(303);
        assertThat(server.get("/sites/other/mine/all", "Cookie", cookie).statusCode())
                .isEqualTo(303);
        assertThat(server.get(MINE + "/all", "Cookie", cookie.substring(0, cookie.length() - 4) + "AAAA")
                        .statusCode())
                .isEqualTo(303);
        var strangers = submit(email());
        var path = MINE + "/comments/" + strangers.getString("id") + "/erase";
        assertThat(server.get(path, "Cookie", cookie).statusCode()).isEqualTo(404);
        assertThat(server.form(path, "", "Cookie", cookie).statusCode()).isEqualTo(404);
        assertThat(server.form(MINE + "/comments/" + submitted.getString("id") + "/erase", "")
                        .statusCode())
                .isEqualTo(303);
        assertThat(server.get("/c/" + submitted.getString("receipt")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void download_holdsAllCommentsInBothForms() {
        var email = email();
        submit(email);
        submit(email);
        var cookie = enter(email);
        var file = server.get(MINE + "/all.json", "Cookie", cookie);
        assertThat(json(file).getJsonArray("comments")).hasSize(2);
        assertThat(json(file).getJsonArray("mails").encode()).contains("mine");
        var notice = json(file).getJsonArray("comments").getJsonObject(0).getJsonObject("notice");
        assertThat(notice.getString("version")).matches("[0-9a-f]{64}");
        assertThat(notice.getString("url")).contains("/sites/lsi/notice/" + notice.getString("version"));
        assertThat(server.get(MINE + "/all.html", "Cookie", cookie).body()).contains(notice.getString("version"));
        assertThat(Jsoup.parse(server.get(MINE + "/all.html", "Cookie", cookie).body())
                        .select("article"))
                .hasSize(2);
    }

    @Test
    void L59_download_holdsTheRecordsOfWhoeverHasTheirReceipt() {
        var email = email();
        submit(email);
        var cookie = enter(email);
        var chosen = choose();
        var number = chosen.getString("id");
        for (var typed : List.of(number, chosen.getString("receiptUrl") + "?lang=fr")) {
            var file = json(server.form(MINE + "/all.json", "consent=" + typed, "Cookie", cookie));
            var record = file.getJsonArray("consents").getJsonObject(0);
            assertThat(record.getJsonObject("record").getString("state")).isEqualTo("refused");
            assertThat(record.getString("digest")).hasSize(64);
        }
        var page = server.form(MINE + "/all.html", "consent=" + number, "Cookie", cookie);
        assertThat(Jsoup.parse(page.body()).text()).contains("Vos choix de cookies");
        var remembered = cookie + "; palabre_consent=yes=&no=audience&id=" + number;
        assertThat(json(server.get(MINE + "/all.json", "Cookie", remembered)).getJsonArray("consents"))
                .hasSize(1);
        assertThat(json(server.get(MINE + "/all.json", "Cookie", cookie)).getJsonArray("consents"))
                .isEmpty();
    }

    @Test
    void download_refusesANumberThatOpensNothingAndSaysSo() {
        var email = email();
        submit(email);
        var cookie = enter(email);
        var strange = number(choose().getString("id"));
        for (var typed : List.of("nonsense", strange)) {
            var refused = server.form(MINE + "/all.json", "consent=" + typed, "Cookie", cookie);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("n’ouvre aucun reçu");
        }
    }

    /** A number like another, that was never given out. */
    private static String number(String other) {
        return other.substring(0, 20) + (other.charAt(20) == 'A' ? 'B' : 'A') + other.substring(21);
    }

    private static JsonObject choose() {
        var version = json(server.get("/api/sites/lsi/consent?lang=fr", "Accept", "application/json"))
                .getString("version");
        var choice = new JsonObject()
                .put("version", version)
                .put("choices", new JsonObject().put("audience", false))
                .put("source", "banner");
        var answer = server.post("/api/sites/lsi/consent", choice.encode(), "Origin", SITE);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer);
    }

    @Test
    void correct_changesANameAndShowsItAtOnce() {
        var email = email();
        var page = CommentDriver.page();
        var submitted = desk.submit(CommentDriver.draft(page).put("email", email));
        assertThat(server.get(thread(page)).body()).contains("Awa Diop");
        var cookie = enter(email);
        var path = MINE + "/comments/" + submitted.getString("id") + "/correct";
        assertThat(server.form(path, "lastName=&firstName=Awa&email=" + email, "Cookie", cookie)
                        .statusCode())
                .isEqualTo(422);
        assertThat(server.form(path, "lastName=Sarr&firstName=Awa&email=" + email, "Cookie", cookie)
                        .statusCode())
                .isEqualTo(303);
        assertThat(server.get(thread(page)).body()).contains("Awa Sarr").doesNotContain("Diop");
    }

    @Test
    void erase_takesOneOrEverythingAndEndsTheSession() {
        var email = email();
        var page = CommentDriver.page();
        var first = desk.submit(CommentDriver.draft(page).put("email", email));
        var second = desk.submit(CommentDriver.draft(page).put("email", email));
        var third = submit(email);
        desk.move(third, CommentStatus.WITHDRAWN, null);
        var cookie = enter(email);
        var one = MINE + "/comments/" + first.getString("id") + "/erase";
        assertThat(server.get(one, "Cookie", cookie).statusCode()).isEqualTo(200);
        assertThat(json(server.get(thread(page))).getInteger("count")).isEqualTo(2);
        server.form(one, "", "Cookie", cookie);
        assertThat(json(server.get(thread(page))).getInteger("count")).isEqualTo(1);
        assertThat(server.form(MINE + "/erase", "", "Cookie", cookie).statusCode())
                .isEqualTo(200);
        assertThat(json(server.get(thread(page))).getInteger("count")).isZero();
        assertThat(server.get("/c/" + second.getString("receipt")).statusCode()).isEqualTo(404);
        assertThat(server.get(MINE + "/all", "Cookie", cookie).statusCode()).isEqualTo(303);
        assertThat(desk.count("SELECT count(*)::int FROM addresses WHERE email = '" + email + "'"))
                .isZero();
    }

    @Test
    void leave_endsTheSessionOnTheServerToo() {
        var email = email();
        submit(email);
        var cookie = enter(email);
        assertThat(server.get(MINE + "/all", "Cookie", cookie).statusCode()).isEqualTo(200);
        assertThat(server.form(MINE + "/leave", "", "Cookie", cookie).statusCode())
                .isEqualTo(303);
        assertThat(server.get(MINE + "/all", "Cookie", cookie).statusCode()).isEqualTo(303);
        assertThat(server.get(MINE + "/all.json", "Cookie", cookie).statusCode())
                .isEqualTo(303);
    }

    @Test
    void stop_endsAllMailsButThoseThatAreAskedFor() {
        var email = email();
        var submitted = submit(email);
        desk.move(submitted, CommentStatus.PENDING, null);
        var cookie = enter(email);
        server.form(MINE + "/stop", "", "Cookie", cookie);
        assertThat(server.get(MINE + "/all", "Cookie", cookie).body()).contains("/mine/resume");
        desk.move(submitted, CommentStatus.REJECTED, null);
        server.form(MINE, "email=" + email);
        letterbox.link(server, email, 2, "/mine/link/");
        assertThat(CommentDriver.within(
                        20_000,
                        () -> desk.count(
                                        "SELECT count(*)::int FROM outbox WHERE kind = 'rejected' AND state = 'dropped'"
                                                + " AND subject_id = '" + submitted.getString("id") + "'")
                                == 1))
                .isTrue();
        assertThat(letterbox.mails(email)).hasSize(2);
    }

    /** Asks for the link, clicks on its button, and answers the cookie. */
    private static String enter(String email) {
        server.form(MINE, "email=" + email);
        var entered = server.form(letterbox.link(server, email, 1, "/mine/link/"), "");
        var cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static JsonObject submit(String email) {
        return desk.submit(CommentDriver.draft(CommentDriver.page()).put("email", email));
    }

    private static String email() {
        return "mine" + COUNT.incrementAndGet() + "@example.org";
    }
}

package dev.palabre;

import static dev.palabre.Desk.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.Status;
import dev.palabre.kernel.token.Ids;
import dev.palabre.kernel.token.Tokens;
import dev.palabre.kernel.token.Tokens.Token;
import dev.palabre.signin.Role;
import dev.palabre.testing.Postgres;
import jakarta.mail.MessagingException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Being told of new comments on a page, from the ticked box to the last mail, through a real mail server. */
final class FollowTest {
    private static Letterbox letterbox;
    private static TestServer here;
    private static TestServer there;
    private static FollowFixture readers;

    @BeforeAll
    static void start() {
        var database = Postgres.fresh();
        letterbox = new Letterbox();
        here = TestServer.join(database, letterbox.options(Map.of()))
                .site("lsi", SITE, Map.of())
                .site("other", "https://other.example", Map.of())
                .site("quiet", "https://quiet.example", Map.of("follow", "off"))
                .site("open", "https://open.example", Map.of("moderation", "after", "required", ""));
        there = TestServer.join(database, letterbox.options(Map.of()));
        readers = new FollowFixture(
                here, letterbox, here.token("moderator@example.org", Role.OWNER, "lsi", "open", "other"));
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
        letterbox.close();
    }

    @Test
    void follow_tellsOfEachCommentOnceItIsOnline() throws Exception {
        var page = Desk.page();
        var email = readers.follower(page, "each");
        var waiting = readers.comment(page, "Encore en attente");
        var fresh = readers.published(page, "Allez voir https://evil.example/x maintenant");
        var mail = letterbox.mail(email, 2);
        assertThat(Letterbox.plain(mail))
                .contains("#comment-" + fresh.getString("id"), "Allez voir https:")
                .doesNotContain("evil.example/x", waiting.getString("id"), "attente");
        assertThat(mail.getSubject()).isEqualTo("Un nouveau commentaire – Site lsi");
        assertThat(mail.getHeader("List-Unsubscribe-Post")[0]).isEqualTo("List-Unsubscribe=One-Click");
        assertThat(readers.letters("follow-new", email)).isEqualTo(1);
    }

    @Test
    void follow_tellsNothingBeforeTheClickAndNothingToTheAuthor() {
        var page = Desk.page();
        var asked = FollowFixture.email();
        readers.tick(page, asked);
        letterbox.link(here, asked, 1, "/follow/confirm/");
        var email = readers.follower(page, "each");
        var own = readers.desk().submit(Desk.draft(page).put("email", email));
        readers.decide(own, "publish");
        readers.published(page, "Le dernier");
        assertThat(letterbox.text(email, 3) + letterbox.text(email, 2)).contains("Le dernier");
        assertThat(readers.letters("follow-new", email)).isEqualTo(1);
        assertThat(readers.letters("follow-new", asked)).isZero();
    }

    @Test
    void follow_neverTellsOfWhatWasRefusedAndTellsOfEachOnce() {
        var page = Desk.page();
        var email = readers.follower(page, "each");
        readers.decide(readers.comment(page, "Refusé"), "reject");
        var once = readers.published(page, "Une fois");
        letterbox.mail(email, 2);
        readers.decide(once, "remove");
        readers.decide(once, "restore");
        assertThat(readers.letters("follow-new", email)).isEqualTo(1);
    }

    @Test
    void follow_tellsWhereCommentsAreOnlineAtOnce() {
        var page = "https://open.example/a";
        var email = FollowFixture.email();
        post("open", Desk.draft(page).put("email", email).put("follow", true).encode());
        readers.confirm(email, 1, "each");
        post(
                "open",
                Desk.draft(page)
                        .put("email", FollowFixture.email())
                        .put("text", "Tout de suite")
                        .encode());
        assertThat(letterbox.text(email, 2)).contains("Tout de suite");
    }

    @Test
    void follow_needsAnAddressAndSaysWhere() {
        var draft = Desk.draft("https://open.example/b").put("follow", true);
        draft.remove("email");
        var answer = here.post("/api/sites/open/comments", draft.encode());
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"email\"", "email_to_follow");
        assertThat(here.post("/api/sites/open/comments", draft.put("follow", 7).encode())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void form_hasAnUntickedBoxWhereTheSiteAllowsIt() {
        var form = Jsoup.parse(page("lsi", SITE)).select("[name=follow]");
        assertThat(form).hasSize(1);
        assertThat(form.first().hasAttr("checked")).isFalse();
        assertThat(Jsoup.parse(page("quiet", "https://quiet.example")).select("[name=follow]"))
                .isEmpty();
        var email = FollowFixture.email();
        post(
                "quiet",
                Desk.draft("https://quiet.example/a")
                        .put("email", email)
                        .put("follow", true)
                        .encode());
        assertThat(readers.follows(email)).isZero();
    }

    @Test
    void form_withoutScriptAsksToo() {
        var email = FollowFixture.email();
        var fields = "pageUrl=" + SITE + "/plain&text=Bonjour&lastName=N&firstName=F&follow=1&email=";
        var refused = here.form("/api/sites/lsi/comments", fields + "nobody", "Origin", SITE);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Jsoup.parse(refused.body()).select("[name=follow][checked]")).hasSize(1);
        assertThat(here.form("/api/sites/lsi/comments", fields + email, "Origin", SITE)
                        .statusCode())
                .isEqualTo(303);
        readers.confirm(email, 1, "daily");
        assertThat(readers.follows(email)).isEqualTo(1);
    }

    @Test
    void ask_isNoWayToFloodAStranger() {
        try (var strict = TestServer.start(letterbox.options(Map.of(Option.LIMITS_LINKS_ADDRESS, "2/h")))) {
            strict.site("lsi", SITE, Map.of());
            var email = FollowFixture.email();
            for (int i = 0; i < 6; i++) {
                var answer = strict.post(
                        Desk.COMMENTS,
                        Desk.draft(Desk.page())
                                .put("email", email)
                                .put("follow", true)
                                .encode());
                assertThat(answer.statusCode()).isEqualTo(201);
            }
            assertThat(new Desk(strict).count("SELECT count(*)::int FROM outbox WHERE kind = 'follow-ask'"))
                    .isEqualTo(2);
        }
    }

    @Test
    void ask_ofWhoFollowsAlreadySendsNoSecondMail() {
        var page = Desk.page();
        var email = readers.follower(page, "each");
        readers.tick(page, email);
        assertThat(readers.letters("follow-ask", email)).isEqualTo(1);
        assertThat(readers.follows(email)).isEqualTo(1);
    }

    @Test
    void ask_isForgottenAfterAWeek() {
        var email = FollowFixture.email();
        readers.tick(Desk.page(), email);
        var link = letterbox.link(here, email, 1, "/follow/confirm/");
        readers.desk()
                .sql("UPDATE follows SET asked_at = now() - interval '8 days' WHERE address_id ="
                        + " (SELECT id FROM addresses WHERE email = '" + email + "')");
        Foundations.await(readers.follows().purge());
        assertThat(readers.follows(email)).isZero();
        assertThat(here.form(link, "rhythm=each").statusCode()).isEqualTo(410);
    }

    @Test
    void confirm_isOnlyShownByGetAndHead() {
        var email = FollowFixture.email();
        var page = Desk.page();
        readers.tick(page, email);
        var link = letterbox.link(here, email, 1, "/follow/confirm/");
        for (var method : List.of("HEAD", "GET", "HEAD", "GET")) {
            assertThat(here.send(here.request(link, "Accept", "text/html")
                                    .method(method, BodyPublishers.noBody())
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(unconfirmed(email)).isEqualTo(1);
        assertThat(here.send(here.request(link)
                                .POST(BodyPublishers.ofString("rhythm=each"))
                                .build())
                        .statusCode())
                .isEqualTo(403);
        assertThat(here.form(link, "rhythm=hourly").statusCode()).isEqualTo(400);
        assertThat(unconfirmed(email)).isEqualTo(1);
        readers.confirm(email, 1, "each");
        readers.confirm(email, 1, "daily");
        assertThat(unconfirmed(email)).isZero();
    }

    @Test
    void links_ofOthersAndForOtherPurposesDoNothing() {
        var page = Desk.page();
        var email = readers.follower(page, "each");
        readers.published(page, "Pour le lien");
        var confirm = letterbox.link(here, email, 1, "/follow/confirm/");
        var stop = letterbox.link(here, email, 1, "/follow/stop/");
        var token = stop.substring(stop.lastIndexOf('/') + 1);
        var tampered = stop.substring(0, stop.length() - 2) + (stop.endsWith("AA") ? "BB" : "AA");
        for (var path : List.of(
                "/follow/confirm/" + token,
                "/follow/digest/" + token,
                "/follow/stop/" + confirm.substring(confirm.lastIndexOf('/') + 1),
                tampered,
                "/follow/stop/"
                        + forged("follow.stop", email, -Duration.ofMinutes(2).toSeconds()),
                "/follow/stop/" + forged("author.mine", email, 60),
                "/follow/stop/x")) {
            assertThat(here.form(path, "what=this&rhythm=each").statusCode())
                    .as(path)
                    .isEqualTo(410);
            assertThat(readers.oneClick(path).statusCode()).as(path).isNotEqualTo(200);
        }
        assertThat(readers.follows(email)).isEqualTo(1);
    }

    @Test
    void stop_takesTheClickOfAMailClientAndEndsThatPageOnly() throws MessagingException {
        var page = Desk.page();
        var second = Desk.page();
        var email = readers.follower(page, "each");
        readers.tick(second, email);
        readers.confirm(email, 2, "each");
        readers.published(page, "Premier");
        var mail = letterbox.mail(email, 3);
        var stop = mail.getHeader("List-Unsubscribe")[0]
                .replaceAll("[<>\\s]", "")
                .substring(here.url().length());
        assertThat(here.get(stop, "Accept", "text/html").statusCode()).isEqualTo(200);
        assertThat(readers.follows(email)).isEqualTo(2);
        assertThat(here.send(here.request(stop)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("what=all"))
                                .build())
                        .statusCode())
                .isEqualTo(403);
        var answer = there.send(there.request(stop)
                .header("Content-Type", "multipart/form-data; boundary=xx")
                .POST(
                        BodyPublishers.ofString(
                                "--xx\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--xx--\r\n"))
                .build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(readers.follows(email)).isEqualTo(1);
        assertThat(readers.oneClick(stop).statusCode()).isEqualTo(200);
        readers.published(page, "Deuxième");
        readers.published(second, "Ailleurs");
        assertThat(letterbox.text(email, 4)).contains("Ailleurs");
        assertThat(readers.letters("follow-new", email)).isEqualTo(2);
        assertThat(here.get(stop, "Accept", "text/html").body()).contains("Vous ne suivez plus cette page");
    }

    @Test
    void stop_ofAllSilencesTheWholeSiteUntilANewClick() {
        var page = Desk.page();
        var email = readers.follower(page, "each");
        readers.published(page, "Premier");
        var stop = letterbox.link(here, email, 1, "/follow/stop/");
        assertThat(here.form(stop, "what=all").body()).contains("Aucun mail de ce site");
        assertThat(readers.follows(email)).isZero();
        assertThat(muted(email)).isEqualTo(1);
        readers.tick(page, email);
        var link = letterbox.link(here, email, 2, "/follow/confirm/");
        assertThat(here.get(link, "Accept", "text/html").body()).contains("Vous aviez arrêté tous les mails");
        readers.confirm(email, 2, "each");
        assertThat(muted(email)).isZero();
    }

    @Test
    void letters_sayNothingOfWhatIsGoneWhenTheyLeave() {
        try (var slow = TestServer.start(Map.of())) {
            slow.site("lsi", SITE, Map.of());
            var readersThere = new FollowFixture(slow, letterbox, slow.token("m@example.org", Role.OWNER, "lsi"));
            var page = Desk.page();
            var email = FollowFixture.email();
            readersThere.tick(page, email);
            readersThere.desk().sql("UPDATE follows SET confirmed_at = now(), rhythm = 'each'");
            var gone = readersThere.published(page, "Canari retiré");
            assertThat(readersThere.letters("follow-new", email)).isEqualTo(1);
            var mails = slow.get("/moderation/mails");
            assertThat(mails.statusCode()).isEqualTo(303);
            readersThere.decide(gone, "remove");
            assertThat(readersThere.desk().count("SELECT count(*)::int FROM outbox o WHERE o::text LIKE '%Canari%'"))
                    .isZero();
        }
    }

    @Test
    void follow_goesWithItsAddressAndStaysWithoutAComment() {
        var page = Desk.page();
        var email = FollowFixture.email();
        var submitted = readers.tick(page, email);
        readers.confirm(email, 1, "each");
        readers.desk().move(submitted, Status.ERASED, null);
        readers.published(page, "Après");
        assertThat(letterbox.text(email, 2)).contains("Après");
        readers.desk().sql("UPDATE comments SET address_id = NULL WHERE id = '" + submitted.getString("id") + "'");
        readers.oneClick(letterbox.link(here, email, 1, "/follow/stop/"));
        assertThat(readers.desk().count("SELECT count(*)::int FROM addresses WHERE email = '" + email + "'"))
                .isZero();
    }

    private static String forged(String purpose, String email, long seconds) {
        var follow = readers.desk()
                .text("SELECT f.site_id || ' ' || f.id || ' ' || f.address_id FROM follows f"
                        + " JOIN addresses a ON a.id = f.address_id WHERE a.email = '" + email + "'");
        return new Tokens(here.ground().keys(), Clock.systemUTC())
                .issue(purpose, new Token(Ids.next(), follow, Instant.now().plusSeconds(seconds)));
    }

    private static int unconfirmed(String email) {
        return readers.desk()
                .count("SELECT count(*)::int FROM follows f JOIN addresses a ON a.id = f.address_id"
                        + " WHERE f.confirmed_at IS NULL AND a.email = '" + email + "'");
    }

    private static int muted(String email) {
        return readers.desk()
                .count("SELECT count(*)::int FROM addresses WHERE muted_at IS NOT NULL AND email = '" + email + "'");
    }

    private static void post(String site, String json) {
        var answer = here.post("/api/sites/" + site + "/comments", json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static String page(String site, String origin) {
        return here.get("/api/sites/" + site + "/thread?url=" + origin + "/form", "Accept", "text/html")
                .body();
    }
}

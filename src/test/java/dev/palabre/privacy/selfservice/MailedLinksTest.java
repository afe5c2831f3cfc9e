package dev.palabre.privacy.selfservice;

import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static dev.palabre.testing.CommentDriver.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.crypto.JwtTokens.Token;
import dev.palabre.crypto.UuidV7;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes a link from one's mailbox, through a real mail server, and every way in which it is refused. */
final class MailedLinksTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static MailServer letterbox;
    private static TestServer here;
    private static TestServer there;
    private static CommentDriver desk;

    @BeforeAll
    static void start() {
        var database = Postgres.fresh();
        letterbox = new MailServer();
        here = TestServer.join(database, letterbox.options(Map.of()))
                .site("lsi", SITE, Map.of())
                .site("other", "https://other.example", Map.of());
        there = TestServer.join(database, Map.of());
        desk = new CommentDriver(here);
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
        letterbox.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"REMOVED", "SPAM"})
    void takenDown_isToldToItsAuthorWithTheReasonAndWhereToObject(CommentStatus to) {
        var email = email();
        var submitted = submit(email);
        desk.publish(submitted);
        letterbox.mail(email, 1);
        desk.move(submitted, to, "Signalé par des lecteurs");
        assertThat(letterbox.text(email, 2))
                .contains("retiré", "Signalé par des lecteurs", "erreur", "/c/" + submitted.getString("receipt"));
    }

    @Test
    void erase_leavesNothingOfItsAuthorAnywhere() {
        var token = here.token("moderator@example.org", Role.MODERATOR, "lsi");
        var page = CommentDriver.page();
        var email = email();
        var submitted = desk.submit(CommentDriver.draft(page)
                .put("text", "Canari jaune")
                .put("lastName", "Canarienne")
                .put("email", email));
        here.form(path(submitted, "edit"), "text=Canari+rouge");
        here.post(
                "/api/moderation/comments/" + submitted.getString("id") + "/decisions",
                "{\"decision\":\"publish\",\"note\":\"Canari de la note\"}",
                "Authorization",
                "Bearer " + token);
        assertThat(there.get(thread(page)).body()).contains("Canari rouge");

        var asked = here.form(path(submitted, "erase"), "");
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.body()).contains("••••@e•••.org").doesNotContain(email);
        var link = letterbox.link(here, email, 1, "/rights/erase/");
        assertThat(letterbox.mails(email).stream().map(MailServer::plain).filter(text -> text.contains(link)))
                .isNotEmpty()
                .noneMatch(text -> text.contains("Canari"));
        assertThat(here.get(link, "Accept", "text/html").body()).contains("Canari rouge");
        assertThat(here.form(link, "right=erase").statusCode()).isEqualTo(200);

        assertThat(here.get(thread(page)).body()).doesNotContain("Canari");
        assertThat(CommentDriver.within(
                        1_000, () -> !there.get(thread(page)).body().contains("Canari")))
                .isTrue();
        assertThat(here.get("/c/" + receipt(submitted)).statusCode()).isEqualTo(404);
        for (var table : List.of(
                "addresses", "comments", "comment_edits", "status_changes", "decisions", "outbox", "spent_receipts")) {
            assertThat(desk.count("SELECT count(*)::int FROM " + table
                            + " t WHERE t::text ILIKE '%canari%' OR t::text LIKE '%" + email + "%'"))
                    .as(table)
                    .isZero();
        }
        assertThat(desk.count("SELECT count(*)::int FROM comments WHERE status = 'erased' AND id = '"
                        + submitted.getString("id") + "'"))
                .isEqualTo(1);
        assertThat(desk.count(
                        "SELECT count(*)::int FROM decisions WHERE comment_id = '" + submitted.getString("id") + "'"))
                .isEqualTo(1);
        assertThat(desk.count("SELECT count(*)::int FROM threads WHERE url = '" + page + "'"))
                .as("the page is forgotten with its last comment")
                .isZero();
        assertThat(here.form(link, "right=erase").statusCode()).isEqualTo(410);
    }

    @Test
    void erase_ofOneKeepsTheAddressOfTheOther() {
        var email = email();
        var first = submit(email);
        var second = submit(email);
        here.form(path(first, "erase"), "");
        here.form(letterbox.link(here, email, 1, "/rights/"), "");
        assertThat(json(here.get("/c/" + receipt(second))).getJsonArray("can")).contains("erase");
    }

    @ParameterizedTest
    @ValueSource(strings = {"erase", "correct", "download"})
    void link_isOnlyShownByGetAndHead(String right) {
        var email = email();
        var submitted = submit(email);
        here.form(path(submitted, right), "");
        var link = letterbox.link(here, email, 1, "/rights/" + right + "/");
        for (int i = 0; i < 2; i++) {
            for (var method : List.of("HEAD", "GET")) {
                var answer = here.send(here.request(link, "Accept", "text/html", "Purpose", "prefetch")
                        .method(method, BodyPublishers.noBody())
                        .build());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
                assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
                        .contains("no-store");
            }
        }
        assertThat(json(here.get("/c/" + receipt(submitted))).getString("status"))
                .isEqualTo("pending");
        assertThat(here.send(here.request(link).POST(BodyPublishers.noBody()).build())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void link_worksOnceAlsoWhenTwoClickAtOnce() {
        var email = email();
        var submitted = submit(email);
        here.form(path(submitted, "download"), "");
        var link = letterbox.link(here, email, 1, "/rights/download/");
        var codes = java.util.stream.IntStream.range(0, 6)
                .parallel()
                .mapToObj(i ->
                        (i % 2 == 0 ? here : there).form(link, "format=json").statusCode())
                .toList();
        assertThat(codes).containsOnlyOnce(200);
        assertThat(codes.stream().filter(code -> code == 410)).hasSize(5);
        assertThat(here.get(link).statusCode()).isEqualTo(410);
    }

    @Test
    void link_thatIsForgedExpiredTurnedOrOfAnotherSiteIsRefused() {
        var email = email();
        var submitted = submit(email);
        here.form(path(submitted, "erase"), "");
        var link = letterbox.link(here, email, 1, "/rights/erase/");
        var token = link.substring("/rights/erase/".length());
        var row = desk.sql("SELECT site_id, id::text, address_id::text FROM comments WHERE id = '"
                        + submitted.getString("id") + "'")
                .iterator()
                .next();
        var tokens = new JwtTokens(here.ground().keys(), Clock.systemUTC());
        var subject = row.getInteger(0) + " " + row.getString(1) + " " + row.getString(2);
        var expired = tokens.issue(
                "author.erase", new Token(UuidV7.next(), subject, Instant.now().minusSeconds(120)));
        var otherSite = tokens.issue(
                "author.erase",
                new Token(
                        UuidV7.next(),
                        (row.getInteger(0) + 1) + subject.substring(subject.indexOf(' ')),
                        Instant.now().plusSeconds(60)));
        var otherPerson = tokens.issue(
                "author.erase",
                new Token(
                        UuidV7.next(),
                        subject.substring(0, subject.lastIndexOf(' ') + 1) + UuidV7.next(),
                        Instant.now().plusSeconds(60)));
        var tampered = token.substring(0, token.length() - 3) + (token.endsWith("AAA") ? "BBB" : "AAA");
        for (var bad : List.of(expired, otherSite, otherPerson, tampered, "x", receipt(submitted))) {
            assertThat(here.form("/rights/erase/" + bad, "").statusCode())
                    .as(bad)
                    .isEqualTo(410);
            assertThat(here.get("/rights/erase/" + bad, "Accept", "text/html").statusCode())
                    .isEqualTo(410);
        }
        for (var right : List.of("download", "correct", "address", "verify")) {
            assertThat(here.form("/rights/" + right + "/" + token, "").statusCode())
                    .as(right)
                    .isEqualTo(410);
        }
        assertThat(here.form("/sites/lsi/mine/link/" + token, "").statusCode()).isEqualTo(410);
        assertThat(here.get("/c/" + receipt(submitted)).statusCode()).isEqualTo(200);
    }

    @Test
    void renew_killsTheLinkThatIsKnownAndMailsTheNewOne() {
        var email = email();
        var submitted = submit(email);
        var old = receipt(submitted);
        assertThat(here.form("/c/" + old + "/renew", "").statusCode()).isEqualTo(200);
        assertThat(here.get("/c/" + old).statusCode()).isEqualTo(410);
        assertThat(json(here.get("/c/" + old)).getString("code")).isEqualTo("receipt_renewed");
        assertThat(there.get("/c/" + old).statusCode()).isEqualTo(410);
        assertThat(here.form("/c/" + old + "/withdraw", "").statusCode()).isEqualTo(410);
        var fresh = letterbox.link(here, email, 1, "/c/");
        assertThat(fresh).isNotEqualTo("/c/" + old);
        assertThat(json(here.get(fresh)).getString("id")).isEqualTo(submitted.getString("id"));

        var page = Jsoup.parse(here.get("/c/" + old, "Accept", "text/html").body());
        assertThat(page.select("form").attr("action")).endsWith("/c/" + old + "/renew");
        assertThat(page.text()).doesNotContain("Bonjour");
        here.form("/c/" + old + "/renew", "");
        assertThat(letterbox.link(here, email, 2, "/c/")).isEqualTo(fresh);
        assertThat(here.get(fresh).statusCode()).isEqualTo(200);
    }

    @Test
    void renew_isNotUndoneByRepeatingTheSubmission() {
        var email = email();
        var draft =
                CommentDriver.draft(CommentDriver.page()).put("email", email).encode();
        var first = new JsonObject(here.post(CommentDriver.COMMENTS, draft, "Idempotency-Key", "k" + email)
                .body());
        here.form("/c/" + receipt(first) + "/renew", "");
        var again = here.post(CommentDriver.COMMENTS, draft, "Idempotency-Key", "k" + email);
        assertThat(json(again).getString("receipt")).isEqualTo(receipt(first));
        assertThat(here.get("/c/" + receipt(first)).statusCode()).isEqualTo(410);
    }

    @Test
    void correct_changesTheNameAndTheAddressOnceItIsConfirmed() {
        var email = email();
        var next = email();
        var submitted = submit(email);
        here.form(path(submitted, "correct"), "");
        var link = letterbox.link(here, email, 1, "/rights/correct/");
        var form = Jsoup.parse(here.get(link, "Accept", "text/html").body());
        assertThat(form.select("input[name=email]").attr("value")).isEqualTo(email);

        assertThat(here.form(link, "lastName=&firstName=Awa&email=nonsense").statusCode())
                .isEqualTo(422);
        var done = here.form(link, "lastName=Ndiaye&firstName=Awa&email=" + next);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(desk.count("SELECT count(*)::int FROM comments WHERE last_name = 'Ndiaye' AND id = '"
                        + submitted.getString("id") + "'"))
                .isEqualTo(1);
        var confirm = letterbox.link(here, next, 1, "/rights/address/");
        assertThat(letterbox.text(next, 1)).doesNotContain("Ndiaye", "Bonjour 1");
        assertThat(addressOf(submitted)).isEqualTo(email);
        here.get(confirm);
        assertThat(addressOf(submitted)).isEqualTo(email);
        assertThat(here.form(confirm, "").statusCode()).isEqualTo(200);
        assertThat(addressOf(submitted)).isEqualTo(next);
        assertThat(desk.count("SELECT count(*)::int FROM addresses WHERE email = '" + email + "'"))
                .isZero();
    }

    @Test
    void download_holdsEverythingInBothForms() {
        var email = email();
        var submitted = submit(email);
        here.form(path(submitted, "edit"), "text=Un+%3Cb%3Eautre");
        desk.move(submitted, CommentStatus.REJECTED, "Hors sujet");
        here.form(path(submitted, "download"), "");
        var link = letterbox.link(here, email, 1, "/rights/download/");
        var file = here.form(link, "format=json");
        assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment");
        var comment = json(file).getJsonArray("comments").getJsonObject(0);
        assertThat(json(file).getString("email")).isEqualTo(email);
        assertThat(comment.getString("text")).isEqualTo("Un <b>autre");
        assertThat(comment.getString("lastName")).isEqualTo("Diop");
        assertThat(comment.getJsonArray("formerTexts").encode()).contains("Bonjour");
        assertThat(comment.getJsonArray("history").encode()).contains("Hors sujet");
        assertThat(json(file).getJsonArray("mails").encode()).contains("rejected");

        here.form(path(submitted, "download"), "");
        var page = here.form(letterbox.link(here, email, 2, "/rights/download/"), "format=html");
        assertThat(Jsoup.parse(page.body()).text()).contains("Un <b>autre", "Bonjour", email);
        assertThat(Jsoup.parse(page.body()).select("script, b, link")).isEmpty();
    }

    @Test
    void mails_canBeStoppedForOneComment() throws Exception {
        var email = email();
        var submitted = submit(email);
        desk.move(submitted, CommentStatus.REJECTED, null);
        var mail = letterbox.mail(email, 1);
        assertThat(mail.getHeader("List-Unsubscribe-Post")[0]).isEqualTo("List-Unsubscribe=One-Click");
        var stop = mail.getHeader("List-Unsubscribe")[0]
                .replaceAll("[<>\\s]", "")
                .substring(here.url().length());
        here.send(here.request(stop)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                .build());
        desk.publish(submitted);
        here.form(path(submitted, "renew"), "");
        letterbox.mail(email, 2);
        assertThat(desk.count("SELECT count(*)::int FROM outbox WHERE kind = 'published' AND state = 'dropped'"
                        + " AND subject_id = '" + submitted.getString("id") + "'"))
                .isEqualTo(1);
        assertThat(letterbox.mails(email)).hasSize(2);
        assertThat(letterbox.mail(email, 2).getHeader("List-Unsubscribe")).isNull();
    }

    private static String addressOf(JsonObject submitted) {
        return desk.sql(
                        "SELECT a.email FROM comments c JOIN addresses a ON a.site_id = c.site_id AND a.id = c.address_id"
                                + " WHERE c.id = '" + submitted.getString("id") + "'")
                .iterator()
                .next()
                .getString(0);
    }

    private static JsonObject submit(String email) {
        return desk.submit(CommentDriver.draft(CommentDriver.page()).put("email", email));
    }

    private static String email() {
        return "reader" + COUNT.incrementAndGet() + "@example.org";
    }

    private static String path(JsonObject submitted, String act) {
        return "/c/" + receipt(submitted) + "/" + act;
    }

    private static String receipt(JsonObject submitted) {
        return submitted.getString("receipt");
    }
}

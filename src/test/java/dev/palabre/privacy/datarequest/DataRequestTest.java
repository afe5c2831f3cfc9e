package dev.palabre.privacy.datarequest;

import static dev.palabre.privacy.datarequest.DataRequestFixture.MINE;
import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What takes a person: asked by whoever reads an address's mails, answered at the desk, and by nobody else. */
@Tag("server")
final class DataRequestTest {
    private static MailServer letterbox;
    private static TestServer server;
    private static DataRequestFixture fixture;
    private static String moderator;
    private static String other;
    private static String reader;

    @BeforeAll
    static void start() {
        letterbox = new MailServer();
        server = TestServer.start(letterbox.options(Map.of()))
                .site("lsi", SITE, Map.of())
                .site("other", "https://other.example", Map.of());
        fixture = new DataRequestFixture(server, letterbox);
        moderator = server.token("moderator@example.org", Role.MODERATOR, "lsi");
        other = server.token("other@example.org", Role.OWNER, "other");
        reader = server.token("reader@example.org", Role.READER, "lsi");
    }

    @AfterAll
    static void stop() {
        server.close();
        letterbox.close();
    }

    @Test
    void request_landsOnTheDeskWithItsDueDateAndIsAnsweredByMail() {
        var person = fixture.person();
        var asked = fixture.ask(person, "restrict", "Gardez mon commentaire,\nmais ne le montrez pas.");
        assertThat(asked.statusCode()).isEqualTo(303);
        var told = Jsoup.parse(server.get(
                                asked.headers()
                                        .firstValue("Location")
                                        .orElseThrow()
                                        .substring(server.url().length()),
                                "Cookie",
                                person.cookie())
                        .body())
                .select("[role=status]")
                .text();
        assertThat(told).startsWith("Votre demande est enregistrée ; réponse au plus tard le ");
        var date = told.substring(told.lastIndexOf(" le ") + 4, told.length() - 1);
        assertThat(fixture.list(person).select("section:has(#requests)").text())
                .contains("Limitation de l’utilisation", "réponse au plus tard le " + date, "mais ne le montrez pas");

        var id = fixture.id(person);
        var row = fixture.desk(moderator).selectFirst("#request-" + id);
        assertThat(row.text())
                .contains("Limitation", person.email(), "Site lsi", "Gardez mon commentaire", "réponse due le " + date);
        assertThat(row.text()).doesNotContain("en retard");

        assertThat(fixture.answer(moderator, id, "C’est fait.\n\nElle n’est plus montrée.")
                        .statusCode())
                .isEqualTo(303);
        var mail = letterbox.text(person.email(), 2);
        assertThat(mail)
                .contains("limiter l’utilisation de vos données", "C’est fait.\n\nElle n’est plus montrée.", MINE);
        assertThat(fixture.list(person).select("section:has(#requests)").text())
                .contains("répondu le", "Elle n’est plus montrée.");
        var after = fixture.desk(moderator);
        assertThat(after.select("#request-" + id)).isEmpty();
        assertThat(after.select("section:has(#answered) details").text())
                .contains(person.email(), "Elle n’est plus montrée.");
    }

    @Test
    void request_isToldToModeratorsWithoutAWordOfIt() {
        var person = fixture.asking("Ceci ne regarde que la modération.");
        assertThat(CommentDriver.within(20_000, () -> letterbox.mails("moderator@example.org").stream()
                        .anyMatch(mail -> MailServer.plain(mail).contains("/moderation/requests"))))
                .isTrue();
        assertThat(letterbox.mails("moderator@example.org")).allSatisfy(mail -> assertThat(MailServer.plain(mail))
                .doesNotContain(person.email(), "ne regarde que", "Diop"));
        assertThat(letterbox.mails("moderator@example.org"))
                .anySatisfy(mail -> assertThat(MailServer.plain(mail)).contains("Sur Site lsi", "est due le "));
    }

    @Test
    void ask_namesTheFieldAndKeepsWhatWasTyped() {
        var person = fixture.person();
        var blank = fixture.ask(person, "contest", " \n ");
        assertThat(blank.statusCode()).isEqualTo(422);
        var form = Jsoup.parse(blank.body());
        assertThat(form.select("#error-text").text()).isEqualTo("Écrivez votre demande.");
        assertThat(form.select("input[value=contest]").hasAttr("checked")).isTrue();
        var nothing =
                Jsoup.parse(fixture.ask(person, "", "Mes mots <b>à moi</b>").body());
        assertThat(nothing.select("#error-kind").text()).isEqualTo("Choisissez ce que vous demandez.");
        assertThat(nothing.select("textarea").text()).isEqualTo("Mes mots <b>à moi</b>");
        assertThat(nothing.select("textarea b")).isEmpty();
        var longest = "é".repeat(2_000);
        assertThat(fixture.ask(person, "other", longest + "!").statusCode()).isEqualTo(422);
        assertThat(fixture.ask(person, "nonsense", "Bonjour").statusCode()).isEqualTo(422);
        assertThat(fixture.ask(person, "other", "a\u0000b").statusCode()).isEqualTo(422);
        assertThat(fixture.requests(person)).isZero();
        assertThat(fixture.ask(person, "other", longest).statusCode()).isEqualTo(303);
        assertThat(fixture.ask(person, "other", "e\u0301").statusCode()).isEqualTo(303);
        assertThat(fixture.list(person).select("blockquote.typed").eachText()).contains("é");
    }

    @Test
    void ask_takesFiveAtATimeAndSaysSo() {
        var person = fixture.person();
        for (var each : IntStream.range(0, 5).toArray()) {
            assertThat(fixture.ask(person, "other", "Demande " + each).statusCode())
                    .isEqualTo(303);
        }
        var refused = fixture.ask(person, "other", "La sixième");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("5 de vos demandes attendent déjà une réponse", "La sixième");
        assertThat(fixture.requests(person)).isEqualTo(5);
    }

    @Test
    void ask_isForItsOwnerFromTheServersOwnPageOnly() {
        var person = fixture.person();
        assertThat(server.get(MINE + "/ask").statusCode()).isEqualTo(303);
        assertThat(server.form(MINE + "/ask", "kind=other&text=x").statusCode()).isEqualTo(303);
        assertThat(server.form("/sites/other/mine/ask", "kind=other&text=x", "Cookie", person.cookie())
                        .statusCode())
                .isEqualTo(303);
        assertThat(server.send(server.request(
                                        MINE + "/ask",
                                        "Cookie",
                                        person.cookie(),
                                        "Origin",
                                        SITE,
                                        "Content-Type",
                                        "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("kind=other&text=x"))
                                .build())
                        .statusCode())
                .isEqualTo(403);
        assertThat(fixture.requests(person)).isZero();
        var stranger = fixture.asking("Rien que pour moi");
        assertThat(fixture.list(person).text()).doesNotContain("Rien que pour moi");
        assertThat(fixture.list(stranger).text()).contains("Rien que pour moi");
    }

    @Test
    void desk_isForThoseWhoDecideOnTheSite() {
        var person = fixture.asking("Secret du bureau");
        var id = fixture.id(person);
        assertThat(fixture.desk(other).text()).doesNotContain("Secret du bureau", person.email());
        assertThat(fixture.answer(other, id, "Non").statusCode()).isEqualTo(404);
        assertThat(server.get("/moderation/requests", "Authorization", "Bearer " + reader)
                        .statusCode())
                .isEqualTo(403);
        assertThat(fixture.answer(reader, id, "Non").statusCode()).isEqualTo(403);
        assertThat(server.get("/moderation/requests").statusCode()).isEqualTo(303);
        assertThat(server.form("/moderation/requests/" + id + "/answer", "answer=Non")
                        .statusCode())
                .isEqualTo(303);
        assertThat(json(api(moderator, "?site=lsi&state=open")).encode()).contains(id);
    }

    @Test
    void nav_saysHowManyWaitToThoseWhoDecide() {
        fixture.asking("Une de plus");
        var open = fixture.desk().count("SELECT count(*)::int FROM requests WHERE answered_at IS NULL");
        var nav = Jsoup.parse(server.get("/moderation", "Authorization", "Bearer " + moderator)
                .body());
        assertThat(nav.select("nav a[href=/moderation/requests]").text()).isEqualTo("Demandes " + open);
        assertThat(Jsoup.parse(server.get("/moderation", "Authorization", "Bearer " + other)
                                .body())
                        .select("nav a[href=/moderation/requests]")
                        .text())
                .isEqualTo("Demandes");
        assertThat(Jsoup.parse(server.get("/moderation", "Authorization", "Bearer " + reader)
                                .body())
                        .select("nav a[href=/moderation/requests]"))
                .isEmpty();
    }

    @Test
    void answer_isWrittenOnceAndMustSaySomething() {
        var person = fixture.asking("Répondez-moi");
        var id = fixture.id(person);
        var blank = fixture.answer(moderator, id, "  ");
        assertThat(blank.statusCode()).isEqualTo(422);
        assertThat(Jsoup.parse(blank.body()).select("#error-" + id).text()).isEqualTo("Écrivez votre réponse.");
        var tooLong = fixture.answer(moderator, id, "x".repeat(2_001));
        assertThat(tooLong.statusCode()).isEqualTo(422);
        assertThat(Jsoup.parse(tooLong.body()).select("#answer-" + id).text()).hasSize(2_001);
        assertThat(fixture.answer(moderator, id, "Oui").statusCode()).isEqualTo(303);
        var again = fixture.answer(moderator, id, "Non");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("Cette demande a déjà reçu une réponse");
        letterbox.text(person.email(), 2);
        assertThat(fixture.desk().text("SELECT answer FROM requests WHERE id = '" + id + "'"))
                .isEqualTo("Oui");
        assertThat(fixture.desk()
                        .count("SELECT count(*)::int FROM outbox WHERE subject_id = '" + id
                                + "' AND kind = 'request-answered'"))
                .isEqualTo(1);
    }

    @Test
    void api_listsAndAnswersForPrograms() {
        var person = fixture.asking("Par programme");
        var id = fixture.id(person);
        var found = json(api(moderator, "?limit=500")).getJsonArray("requests").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(found.getString("site")).isEqualTo("lsi");
        assertThat(found.getString("kind")).isEqualTo("object");
        assertThat(found.getString("email")).isEqualTo(person.email());
        assertThat(found.getBoolean("overdue")).isFalse();
        assertThat(api(moderator, "?state=lost").statusCode()).isEqualTo(400);
        assertThat(api(moderator, "?site=other").statusCode()).isEqualTo(404);
        assertThat(api(reader, "?site=lsi").statusCode()).isEqualTo(403);
        assertThat(server.get("/api/moderation/requests").statusCode()).isEqualTo(401);
        assertThat(post(other, id, "Non").statusCode()).isEqualTo(404);
        assertThat(post(reader, id, "Non").statusCode()).isEqualTo(403);
        assertThat(post(moderator, id, "").statusCode()).isEqualTo(422);
        var answered = post(moderator, id, "Voici.");
        assertThat(answered.statusCode()).isEqualTo(200);
        assertThat(json(answered).getString("answer")).isEqualTo("Voici.");
        assertThat(json(post(moderator, id, "Encore")).getString("code")).isEqualTo("request_answered");
        assertThat(json(api(moderator, "?state=answered")).encode()).contains(id);
        assertThat(json(api(moderator, "?limit=500")).encode()).doesNotContain(id);
    }

    private static HttpResponse<String> api(String token, String query) {
        return server.get("/api/moderation/requests" + query, "Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> post(String token, String id, String answer) {
        return server.post(
                "/api/moderation/requests/" + id + "/answer",
                new JsonObject().put("answer", answer).encode(),
                "Authorization",
                "Bearer " + token);
    }
}

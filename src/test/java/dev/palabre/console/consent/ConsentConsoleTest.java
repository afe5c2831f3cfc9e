package dev.palabre.console.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.testing.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a site asks, edited as a browser without JavaScript does. */
@Tag("server")
final class ConsentConsoleTest {
    private static TestServer server;
    private static String owner;
    private static String moderator;
    private static String reader;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of());
        var sites = new String[] {"soir", "edite", "illegal", "perime", "mots", "garde", "langues", "ordre"};
        for (var key : sites) {
            server.site(key, "https://" + key + ".example", Map.of("controller", "Le Soir"));
        }
        server.site("autre", "https://autre.example", Map.of());
        owner = server.token("owner@example.org", Role.OWNER, sites);
        moderator = server.token("moderator@example.org", Role.MODERATOR, "soir");
        reader = server.token("reader@example.org", Role.READER, "soir");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void policy_isMadeFromNothingToPublishedByPlainForms() {
        assertThat(page("/moderation/consent/edite", owner).text()).contains("aucun bandeau ne s’affiche");
        submit("edite", "do", "addPurpose", "catalogue", "audience", "key", "");
        submit("edite", "do", "addService", "purpose", "audience", "key", "matomo", "name", "Matomo");
        fill(
                "edite",
                "service",
                Map.of(
                        "controller", "Le Soir",
                        "privacyUrl", "https://soir.example/vie-privee",
                        "days", "390",
                        "trace.0.name", "_pk_id*",
                        "trace.0.days", "390"));
        var review = page("/moderation/consent/edite/publish", owner);
        assertThat(review.text()).contains("Rien à redire", "Mesure d’audience", "Refuse all", "_pk_id*");
        assertThat(asked("edite").statusCode()).isEqualTo(204);

        var published = post("/moderation/consent/edite/publish", owner, "version", value(review, "version"));
        assertThat(published.statusCode()).isEqualTo(303);
        assertThat(asked("edite").body()).contains(value(review, "version"), "_pk_id*");
        var after = page("/moderation/consent/edite", owner);
        assertThat(after.text()).contains("Publication n° 1", "Rien n’attend");
        assertThat(page("/moderation/consent/edite/publish", owner).select("form[action$=publish]"))
                .isEmpty();
        assertThat(after.select(".history a").attr("href")).contains("/sites/edite/consent/versions/");
    }

    @Test
    void traces_areAddedChangedAndRemoved() {
        submit("soir", "do", "addPurpose", "catalogue", "", "key", "lettre");
        submit("soir", "do", "addService", "purpose", "lettre", "key", "brevo", "name", "Brevo");
        fill("soir", "service", Map.of("trace.0.name", "sib", "trace.0.storage", "local"));
        fill("soir", "service", Map.of("trace.0.days", "30", "trace.1.name", "sib2", "trace.1.httpOnly", "on"));
        assertThat(names("soir")).containsExactly("sib", "sib2", "");
        assertThat(page("/moderation/consent/soir?open=lettre", owner)
                        .select("details[open]")
                        .eachAttr("id"))
                .containsExactly("purpose-lettre");
        fill("soir", "service", Map.of("trace.0.name", ""));
        var page = page("/moderation/consent/soir", owner);
        assertThat(names("soir")).containsExactly("sib2", "");
        assertThat(page.select("input[name=trace.0.httpOnly][checked]")).hasSize(1);
        submit("soir", "do", "removeService", "purpose", "lettre", "service", "brevo");
        submit("soir", "do", "removePurpose", "purpose", "lettre");
        assertThat(page("/moderation/consent/soir", owner).select("details[id^=purpose-]"))
                .isEmpty();
    }

    @Test
    void services_speakEveryLanguageAndTakeTheirWordsAlong() {
        submit("langues", "do", "addPurpose", "catalogue", "audience", "key", "");
        submit("langues", "do", "addService", "purpose", "audience", "key", "matomo", "name", "Matomo");
        fill("langues", "service", Map.of("data.fr", "pages lues", "data.en", "pages read"));
        var page = page("/moderation/consent/langues", owner);
        assertThat(page.select("input[name=data.fr]").attr("value")).isEqualTo("pages lues");
        assertThat(page.select("input[name=data.en]").attr("value")).isEqualTo("pages read");
        assertThat(page("/moderation/consent/langues/publish", owner)
                        .select("section[lang=en] .specimen")
                        .text())
                .contains("pages read")
                .doesNotContain("pages lues");
        submit("langues", "do", "removePurpose", "purpose", "audience");
        submit("langues", "do", "addPurpose", "catalogue", "audience", "key", "");
        submit("langues", "do", "addService", "purpose", "audience", "key", "matomo", "name", "Matomo");
        assertThat(page("/moderation/consent/langues", owner)
                        .select("input[name=data.en]")
                        .attr("value"))
                .isEmpty();
    }

    @Test
    void purposes_areAskedInTheOrderThatTheirOwnerGivesThem() {
        submit("ordre", "do", "addPurpose", "catalogue", "audience", "key", "");
        submit("ordre", "do", "addPurpose", "catalogue", "media", "key", "");
        submit("ordre", "do", "raisePurpose", "purpose", "media");
        submit("ordre", "do", "raisePurpose", "purpose", "media");
        var page = page("/moderation/consent/ordre", owner);
        assertThat(page.select("details[id^=purpose-]").eachAttr("id"))
                .containsExactly("purpose-media", "purpose-audience");
        assertThat(page.select("button[value=raisePurpose]")).hasSize(1);
    }

    @Test
    void unlawfulPolicy_isShownWithWhyAndCannotBePublished() {
        submit("illegal", "do", "addPurpose", "catalogue", "audience", "key", "");
        submit("illegal", "do", "wording", "code", "fr", "word.banner.necessary", "Continuer");
        var page = page("/moderation/consent/illegal", owner);
        assertThat(page.select(".findings").text()).contains("à corriger", "« Continuer » ne dit pas", "CNIL");
        var review = page("/moderation/consent/illegal/publish", owner);
        assertThat(review.select("form[action$=publish]")).isEmpty();
        var version = review.select("p.quiet code").text();
        var refused = post("/moderation/consent/illegal/publish", owner, "version", version);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Jsoup.parse(refused.body()).text()).contains("Rien n’est publié");
        assertThat(asked("illegal").statusCode()).isEqualTo(204);
    }

    @Test
    void publish_refusesADraftThatChangedSinceItWasRead() {
        submit("perime", "do", "addPurpose", "catalogue", "audience", "key", "");
        var seen = value(page("/moderation/consent/perime/publish", owner), "version");
        submit("perime", "do", "addPurpose", "catalogue", "media", "key", "");
        var refused = post("/moderation/consent/perime/publish", owner, "version", seen);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("a changé depuis");
    }

    @Test
    void words_areReplacedAndComeBackWhereTheFieldIsEmptied() {
        submit("mots", "do", "wording", "code", "fr", "word.banner.heading", "Vos cookies");
        var field = "textarea[name=word.banner.heading]";
        var page = page("/moderation/consent/mots", owner);
        assertThat(page.select(field).first().text()).isEqualTo("Vos cookies");
        submit("mots", "do", "wording", "code", "fr", "word.banner.heading", "");
        page = page("/moderation/consent/mots", owner);
        assertThat(page.select(field).first().text()).isEmpty();
        assertThat(page.select(field).first().attr("placeholder")).contains("Votre choix");
        submit("mots", "do", "discard");
        assertThat(page("/moderation/consent/mots", owner).text()).contains("Rien n’attend");
    }

    @Test
    void edit_refusesWhatDoesNotFitAndChangesNothing() {
        submit("garde", "do", "addPurpose", "catalogue", "", "key", "lettre");
        submit("garde", "do", "addService", "purpose", "lettre", "key", "brevo", "name", "Brevo");
        for (var days : new String[] {"-1", "deux", "999999"}) {
            var refused = post(
                    "/moderation/consent/garde/draft",
                    owner,
                    "do",
                    "service",
                    "purpose",
                    "lettre",
                    "service",
                    "brevo",
                    "name",
                    "x",
                    "days",
                    days);
            assertThat(refused.statusCode()).as(days).isEqualTo(422);
            assertThat(Jsoup.parse(refused.body()).text()).contains("purposes[0].services[0].days");
        }
        assertThat(page("/moderation/consent/garde", owner).select("input[name=name][value=Brevo]"))
                .hasSize(1);
    }

    @Test
    void moderator_readsAndDoesNotChange() {
        var page = page("/moderation/consent/soir", moderator);
        assertThat(page.select("fieldset:not([disabled]) button")).isEmpty();
        assertThat(post("/moderation/consent/soir/draft", moderator, "do", "discard")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/moderation/consent/soir/publish", moderator, "version", "x")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void others_doNotLearnThatASiteExists() {
        assertThat(get("/moderation/consent/autre", owner).statusCode()).isEqualTo(404);
        assertThat(get("/moderation/consent/soir", reader).statusCode()).isEqualTo(404);
        assertThat(server.get("/moderation/consent/soir")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .endsWith("/moderation/sign-in");
    }

    @Test
    void sites_areListedForWhoHasSeveral() {
        assertThat(page("/moderation/consent", owner).select("main a").eachText())
                .contains("Site soir", "Site edite");
        assertThat(get("/moderation/consent", moderator)
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .endsWith("/moderation/consent/soir");
        var nav = page("/moderation", moderator).select("nav a").eachText();
        assertThat(nav).contains("Cookies");
    }

    @Test
    void owner_isToldWhichBrowsersForgetTheChoice() {
        assertThat(page("/moderation/consent/soir", owner).text()).contains("Safari l’oublie après sept jours");
    }

    @Test
    void page_runsUnderTheConsolesPolicy() {
        var page = page("/moderation/consent/soir", owner);
        assertThat(page.select("style, [style], script:not([src]), img")).isEmpty();
        assertThat(get("/moderation/consent/soir", owner).headers().firstValue("Referrer-Policy"))
                .contains("same-origin");
    }

    /** Sends the form of the only service again as it is shown, with these fields changed. */
    private static void fill(String site, String what, Map<String, String> changed) {
        var form = page("/moderation/consent/" + site, owner)
                .select("form:has(button[value=" + what + "])")
                .first();
        var fields = new java.util.LinkedHashMap<String, String>();
        for (Element field : form.select("input[name], select")) {
            if (field.tagName().equals("select")) {
                fields.put(field.attr("name"), field.select("option[selected]").attr("value"));
            } else if (!field.attr("type").equals("checkbox") || field.hasAttr("checked")) {
                fields.put(field.attr("name"), field.attr("value"));
            }
        }
        fields.putAll(changed);
        fields.put("do", what);
        submit(
                site,
                fields.entrySet().stream()
                        .flatMap(each -> java.util.stream.Stream.of(each.getKey(), each.getValue()))
                        .toArray(String[]::new));
    }

    private static java.util.List<String> names(String site) {
        return page("/moderation/consent/" + site, owner)
                .select("form:has(button[value=service]) input[name$=.name]")
                .eachAttr("value");
    }

    private static void submit(String site, String... fields) {
        var answer = post("/moderation/consent/" + site + "/draft", owner, fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    }

    private static HttpResponse<String> post(String path, String token, String... fields) {
        var body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append(i == 0 ? "" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return server.send(
                server.request(path, "Authorization", "Bearer " + token, "Accept", "text/html", "Accept-Language", "fr")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build());
    }

    private static HttpResponse<String> get(String path, String token) {
        return server.get(path, "Authorization", "Bearer " + token, "Accept", "text/html", "Accept-Language", "fr");
    }

    private static Document page(String path, String token) {
        var answer = get(path, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }

    private static String value(Document page, String name) {
        return page.select("input[name=" + name + "]").attr("value");
    }

    private static HttpResponse<String> asked(String site) {
        return server.get("/api/sites/" + site + "/consent");
    }
}

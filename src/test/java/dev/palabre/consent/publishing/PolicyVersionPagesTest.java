package dev.palabre.consent.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.http.Response;
import dev.palabre.testing.ConsentServer;
import dev.palabre.text.CanonicalJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was asked stays to be seen, and what is asked is listed. */
@Tag("server")
final class PolicyVersionPagesTest {
    private static final String LAWFUL = PolicyPublishingTest.LAWFUL;

    private static ConsentServer node;

    @BeforeAll
    static void start() {
        node = new ConsentServer();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void L39_aVersionShowsBothLayersInEveryLanguageAsTheyWere() {
        node.site("hier", "");
        var version = node.publish("hier", LAWFUL).version();
        ConsentServer.await(node.sites.set("hier", Map.of("name", "Un autre nom")));
        node.publish("hier", LAWFUL.replace("Matomo", "Plausible"));
        var page = page("/sites/hier/consent/versions/" + version + "?lang=fr");
        assertThat(page.select("section[lang]").eachAttr("lang")).containsExactly("fr", "en");
        assertThat(page.select(".specimen")).hasSize(4);
        assertThat(page.select(".specimen").text())
                .contains(
                        "Site hier utilise des cookies",
                        "Tout accepter",
                        "Refuse all",
                        "Matomo",
                        "_pk_id*",
                        "390 jours")
                .doesNotContain("Plausible", "Un autre nom");
        assertThat(page.text()).contains(version);
    }

    @Test
    void L39_aSpecimenDoesNothingAndIsNoBannerForRobots() {
        node.site("montre", "audience");
        var page = page("/sites/montre/consent/versions/" + node.version("montre"));
        assertThat(page.select("button, dialog, #cc-main, .cm__btn, input:not([disabled]), input[checked]"))
                .isEmpty();
        assertThat(page.select("section[lang=fr] input").eachAttr("aria-label")).containsExactly("Mesure d’audience");
    }

    @Test
    void L39_theDigestIsThatOfTheCanonicalBytes() throws NoSuchAlgorithmException {
        node.site("empreinte", "");
        var version = node.publish("empreinte", LAWFUL).version();
        var bytes = node.get("/sites/empreinte/consent/versions/" + version + "?format=canonical");
        var digest = MessageDigest.getInstance("SHA-256").digest(bytes.body().getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(version);
        assertThat(bytes.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        var json = json("/sites/empreinte/consent/versions/" + version);
        assertThat(CanonicalJson.hex(json.getJsonObject("policy").getMap())).isEqualTo(version);
        assertThat(json.getString("bundle")).isEqualTo("bundle");
    }

    @Test
    void L39_changingOneWordMakesAnotherVersionThatNamesIt() {
        node.site("mot", "");
        var first = node.publish("mot", LAWFUL).version();
        var worded = LAWFUL.replaceFirst("\\{", "{\"wording\": {\"fr\": {\"banner.heading\": \"Vos cookies\"}}, ");
        var second = node.publish("mot", worded).version();
        var third = node.publish(
                        "mot", worded.replace("Matomo", "Matomo 5").replaceFirst("\\[", "[{\"key\": \"media\"}, "))
                .version();
        assertThat(json("/sites/mot/consent/versions/" + second).getJsonObject("difference"))
                .isEqualTo(
                        new JsonObject(
                                "{\"added\":[],\"removed\":[],\"changed\":[],\"words\":[\"fr[banner.heading]\"],\"facts\":[]}"));
        var difference = json("/sites/mot/consent/versions/" + third).getJsonObject("difference");
        assertThat(difference.getJsonArray("added")).isEqualTo(new JsonArray(List.of("media")));
        assertThat(difference.getJsonArray("changed")).isEqualTo(new JsonArray(List.of("audience")));
        assertThat(json("/sites/mot/consent/versions/" + third)
                        .getJsonObject("previous")
                        .getString("version"))
                .isEqualTo(second);
        assertThat(json("/sites/mot/consent/versions/" + first).containsKey("previous"))
                .isFalse();
    }

    @Test
    void versions_areListedTheNewestFirstWithTheOneInForce() {
        node.site("liste", "");
        var first = node.publish("liste", LAWFUL).version();
        var second = node.publish("liste", LAWFUL.replace("Matomo", "Matomo 5")).version();
        assertThat(json("/sites/liste/consent/versions").getJsonArray("versions").stream()
                        .map(each -> ((JsonObject) each).getString("version")))
                .containsExactly(second, first);
        assertThat(page("/sites/liste/consent/versions")
                        .select("li:has(strong) code")
                        .text())
                .isEqualTo(second);
    }

    @Test
    void version_ofAnotherSiteOrOfNobodyIsNotFound() {
        node.site("une", "audience");
        node.site("deuxieme", "audience");
        assertThat(node.get("/sites/deuxieme/consent/versions/" + node.version("une"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(node.get("/sites/une/consent/versions/zzz").statusCode()).isEqualTo(404);
    }

    @Test
    void L23_theCookiePageNamesEveryServiceWithItsControllerTimeAndTraces() {
        node.site("table", "");
        node.publish("table", LAWFUL);
        var page = page("/sites/table/cookies?lang=fr");
        assertThat(page.text())
                .contains(
                        "Les cookies de Site table",
                        "Mesure d’audience",
                        "Responsable : Le Soir",
                        "Conservation : 390 jours",
                        "Cookie _pk_id*, 390 jours",
                        "Aucun transfert",
                        "palabre_consent",
                        node.version("table"));
        assertThat(page.select("a[href=https://soir.example/vie-privee]")).hasSize(1);
        assertThat(page("/sites/table/cookies?lang=en").text()).contains("Audience measurement", "390 days");
    }

    @Test
    void L23_theCookieTableComesAsNodesForThePageOfTheSite() {
        node.site("noeuds", "");
        node.publish("noeuds", LAWFUL);
        var answer = node.get("/api/sites/noeuds/consent?layer=table&lang=en", "Accept", Response.NODES);
        assertThat(answer.body()).contains("Controller: Le Soir", "_pk_id*", node.version("noeuds"));
        assertThat(new JsonObject(answer.body()).getJsonArray("nodes")).hasSize(1);
    }

    @Test
    void cookies_ofASiteThatAsksNothingSaysSo() {
        node.site("rien", "");
        assertThat(page("/sites/rien/cookies").text()).contains("ne demande aucun consentement", "palabre_consent");
    }

    private static JsonObject json(String path) {
        var answer = node.get(path, "Accept", "application/json");
        assertThat(answer.statusCode()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static Document page(String path) {
        HttpResponse<String> answer = node.get(path, "Accept", "text/html");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
        return Jsoup.parse(answer.body());
    }
}

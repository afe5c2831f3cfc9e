package dev.palabre.consent.banner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.ConsentServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a browser without JavaScript does, by hand. */
@Tag("server")
final class ConsentPagesTest {
    private static ConsentServer node;

    @BeforeAll
    static void start() {
        node = new ConsentServer();
        node.site("journal", "audience,media");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void form_hasNothingTickedAndSaysThatEverythingIsRefused() {
        var page = page("");
        assertThat(page.select("input[type=checkbox]")).hasSize(2);
        assertThat(page.select("input[checked]")).isEmpty();
        assertThat(page.text()).contains("tout est refusé");
    }

    @Test
    void form_offersTheThreeAnswersAsEqualButtons() {
        assertThat(page("").select("form button").eachText())
                .containsExactly("Tout accepter", "Tout refuser", "Enregistrer ma sélection");
    }

    @Test
    void form_recordsAcceptRefuseAndASelection() {
        assertThat(receipt(press("all", "")).text()).contains("Tout accepté", "page sans JavaScript");
        assertThat(receipt(press("necessary", "")).text()).contains("Tout refusé");
        assertThat(receipt(press("save", "", "purpose.media")).text()).contains("Accepté en partie");
        assertThat(receipt(press("save", "")).text()).contains("Tout refusé");
    }

    @Test
    void form_showsTheChoiceThatTheBrowserRemembersAndWithdrawsIt() {
        var cookie = cookie(press("save", "", "purpose.media"));
        var page = page(cookie);
        assertThat(page.select("input[checked]").eachAttr("name")).containsExactly("purpose.media");
        assertThat(page.text()).contains("Votre choix du 22 novembre 2026 vaut jusqu’au 23 mai 2027");
        var withdrawn = receipt(press("necessary", cookie));
        assertThat(withdrawn.text()).contains("Consentement retiré");
        assertThat(withdrawn.select(".history li")).hasSize(1);
    }

    @Test
    void cookie_staysWithTheFormWhereThePagesOfTheSiteAreElsewhere() {
        assertThat(press("all", "").headers().firstValue("Set-Cookie").orElseThrow())
                .contains("; Path=/sites/journal/consent;");
        assertThat(page("").text()).contains("ne peut pas atteindre les pages du site");
    }

    @Test
    void form_comesBackWithTheNewListWhereTheOldOneWasAnswered() {
        node.site("mouvant", "audience");
        var old = Jsoup.parse(node.get("/sites/mouvant/consent").body());
        ConsentServer.await(node.sites.set("mouvant", Map.of("purposes", "audience,ads")));
        var answer = node.chooseByForm("mouvant", encode(old, "all"), "Accept", "text/html");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Jsoup.parse(answer.body()).text()).contains("Voici la liste à jour", "Publicité");
    }

    @Test
    void form_keepsToItsOwnOriginAndIsNotKept() {
        var answer = node.get("/sites/journal/consent");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("form-action 'self'");
    }

    @Test
    void form_saysWhenThereIsNothingToChoose() {
        node.site("calme", "");
        var page = Jsoup.parse(node.get("/sites/calme/consent").body());
        assertThat(page.select("form")).isEmpty();
        assertThat(page.text()).contains("ne demande aucun consentement");
    }

    private static Document page(String cookie) {
        var headers = cookie.isEmpty() ? new String[0] : new String[] {"Cookie", cookie};
        return Jsoup.parse(node.get("/sites/journal/consent?lang=fr", headers).body());
    }

    private static HttpResponse<String> press(String action, String cookie, String... ticked) {
        var page = page(cookie);
        page.select("input[type=checkbox]")
                .forEach(box -> box.attr("checked", java.util.List.of(ticked).contains(box.attr("name"))));
        return node.chooseByForm("journal", encode(page, action), "Origin", node.links.origin(), "Accept", "text/html");
    }

    private static String encode(Document page, String action) {
        var form = (FormElement) page.selectFirst("form");
        if (form == null) {
            throw new AssertionError("no form");
        }
        var fields = new StringBuilder("action=" + action);
        for (Element field : form.select("input:not([type=checkbox]), input[checked]")) {
            fields.append('&')
                    .append(field.attr("name"))
                    .append('=')
                    .append(URLEncoder.encode(field.attr("value"), StandardCharsets.UTF_8));
        }
        return fields.toString();
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private static Document receipt(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        var url = answer.headers().firstValue("Location").orElseThrow();
        var path = url.substring(node.links.base().length());
        return Jsoup.parse(node.get(path + "?lang=fr", "Accept", "text/html").body());
    }
}

package dev.palabre.console.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console's pages for those who answer for a site. */
@Tag("server")
final class SiteDataPagesTest {
    private static TestServer server;
    private static String owner;
    private static String both;
    private static String moderator;
    private static String reader;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of())
                .site("soir", "https://soir.example", Map.of("controller", "Le Soir", "contact", "rgpd@soir.example"))
                .site("neuf", "https://neuf.example", Map.of("purposes", "audience"))
                .site("autre", "https://autre.example", Map.of());
        owner = server.token("owner@example.org", Role.OWNER, "soir");
        both = server.token("both@example.org", Role.OWNER, "soir", "neuf");
        moderator = server.token("moderator@example.org", Role.MODERATOR, "soir");
        reader = server.token("reader@example.org", Role.READER, "soir");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void home_leadsToTheOneSiteOrListsThem() {
        assertThat(get("/moderation/data", owner).headers().firstValue("Location"))
                .contains("/moderation/data/soir");
        assertThat(page("/moderation/data", both).select("main a").eachAttr("href"))
                .containsExactly("/moderation/data/neuf", "/moderation/data/soir");
        assertThat(page("/moderation/data", moderator).text()).contains("propriétaire d’aucun site");
        assertThat(server.get("/moderation/data", "Accept", "text/html")
                        .headers()
                        .firstValue("Location"))
                .contains("/moderation/sign-in");
    }

    @Test
    void nav_showsTheLinkToOwnersAlone() {
        assertThat(page("/moderation", owner).select("nav a[href=/moderation/data]"))
                .hasSize(1);
        assertThat(page("/moderation/data/soir", owner)
                        .select("nav a[aria-current]")
                        .attr("href"))
                .isEqualTo("/moderation/data");
        assertThat(page("/moderation", moderator).select("nav a[href=/moderation/data]"))
                .isEmpty();
        assertThat(page("/moderation", reader).select("nav a[href=/moderation/data]"))
                .isEmpty();
    }

    @Test
    void data_offersTheExportTheRecordAndTheNotice() {
        var page = page("/moderation/data/soir", owner);
        for (var link : page.select("main a.button").eachAttr("href")) {
            assertThat(get(link, owner).statusCode()).as(link).isEqualTo(200);
        }
        assertThat(page.select("main a[download]").attr("href")).isEqualTo("/api/moderation/export?site=soir");
        assertThat(page.select("main code").text()).contains("palabre site export soir");
    }

    @Test
    void data_saysWhatTheSettingsDoNot() {
        assertThat(page("/moderation/data/soir", owner).select("[role=note] li").eachText())
                .singleElement()
                .asString()
                .contains("authority");
        assertThat(page("/moderation/data/neuf", both).select("[role=note] li")).hasSize(3);
    }

    @Test
    void register_isShownInTheLanguageThatIsAskedFor() {
        var french = page("/moderation/data/neuf/register", both);
        assertThat(french.select("h1").text()).isEqualTo("Registre des activités de traitement – Site neuf");
        assertThat(french.text()).contains("Preuve des choix de cookies", "Mesure d’audience");
        assertThat(french.select("mark.open")).isNotEmpty();
        var english = page("/moderation/data/soir/register?lang=en", owner);
        assertThat(english.select("html").attr("lang")).isEqualTo("en");
        assertThat(english.text()).contains("rgpd@soir.example").doesNotContain("Proof of choices of cookies");
    }

    @ParameterizedTest
    @CsvSource({
        "soir, moderator, 403",
        "soir, reader, 403",
        "autre, owner, 404",
        "nowhere, owner, 404",
    })
    void pages_areForTheOwnerOfTheSiteAlone(String site, String who, int status) {
        var token = who.equals("owner") ? owner : who.equals("reader") ? reader : moderator;
        for (var path : new String[] {"", "/register"}) {
            var answer = get("/moderation/data/" + site + path, token);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).doesNotContain("rgpd@soir.example");
        }
    }

    private static Document page(String path, String token) {
        var answer = get(path, token);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }

    private static HttpResponse<String> get(String path, String token) {
        return server.get(path, "Authorization", "Bearer " + token, "Accept", "text/html", "Accept-Language", "fr");
    }
}

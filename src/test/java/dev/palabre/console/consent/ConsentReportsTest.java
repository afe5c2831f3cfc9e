package dev.palabre.console.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.config.Option;
import dev.palabre.server.Infrastructure;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console shows of figures, of what is undeclared, and of the chain. */
@Tag("server")
final class ConsentReportsTest {
    private static final List<String> PAGES = List.of("figures", "leaks", "proof");

    @TempDir
    static Path data;

    private static TestServer server;
    private static String owner;
    private static String reader;

    @BeforeAll
    static void start() {
        server = TestServer.join(Postgres.fresh(), Map.of(Option.DATA_DIR, data.toString()));
        for (var key : new String[] {"compte", "vide", "fuit", "rompu", "tient", "vu"}) {
            server.site(key, "https://" + key + ".example", Map.of("purposes", "audience,media", "leaks", "1"));
        }
        server.site("autre", "https://autre.example", Map.of());
        owner = server.token("owner@example.org", Role.OWNER, "compte", "vide", "fuit", "rompu", "tient", "vu");
        reader = server.token("reader@example.org", Role.READER, "compte");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void figures_showWhatVisitorsAnswered() {
        choose("compte", true, true);
        choose("compte", true, true);
        choose("compte", true, false);
        choose("compte", false, false);
        for (int i = 0; i < 8; i++) {
            server.get("/api/sites/compte/consent", "Accept", "application/vnd.palabre.nodes+json");
        }
        var page = page("/moderation/consent/compte/figures", owner);
        assertThat(page.select("tr.total-accepted td").eachText()).containsExactly("2", "25 %");
        assertThat(page.select("tr.total-partial td").eachText()).containsExactly("1", "12,5 %");
        assertThat(page.select("tr.total-refused td").eachText()).containsExactly("1", "12,5 %");
        assertThat(page.select("tr.total-none td").eachText()).containsExactly("4", "50 %");
        assertThat(page.select("tr.total-shown th").text()).contains("approximatif");
        assertThat(page.select("table.version tbody td").eachText()).containsExactly("8", "2", "1", "1", "4", "0");
        assertThat(page.select(".chart > svg > rect")).hasSize(4);
        assertThat(page.select(".chart > svg > rect").last().attr("y")).isEqualTo("0.00");
    }

    @Test
    void pages_sayInWordsWhereThereIsNothing() {
        assertThat(page("/moderation/consent/vide/figures", owner).text()).contains("aucun bandeau ne s’est affiché");
        assertThat(page("/moderation/consent/vide/leaks", owner).text()).contains("Rien de non déclaré");
        assertThat(page("/moderation/consent/vide/proof", owner).text())
                .contains("le premier est posé", "une fois passé le jour");
    }

    @Test
    void leaks_areShownWithWhatToDo() {
        var report = new JsonObject()
                .put("phase", "before")
                .put("cookies", List.of("_fbp"))
                .put("keys", List.of("local:heat"))
                .put("hosts", List.of("evil.example.net"));
        assertThat(server.post("/api/sites/fuit/consent/leaks", report.encode(), "Origin", "https://fuit.example")
                        .statusCode())
                .isEqualTo(204);
        var page = page("/moderation/consent/fuit/leaks", owner);
        assertThat(page.select("tbody tr").eachText())
                .anyMatch(row -> row.startsWith("_fbp cookie avant le choix"))
                .anyMatch(row -> row.startsWith("heat stockage local"))
                .anyMatch(row -> row.startsWith("evil.example.net hôte"));
        assertThat(page.select("main a").attr("href")).isEqualTo("/moderation/consent/fuit");
    }

    @Test
    void proof_saysThatTheChainHolds() {
        var before = page("/moderation/consent/tient/proof", owner);
        assertThat(before.select(".told")).isEmpty();
        choose("tient", true, true);
        var after = verified("tient");
        assertThat(after.select(".told[role=status]").text()).contains("La chaîne tient", "En attente d’un sceau : 1");
        var exported = after.select("a[href*=format]").eachAttr("href");
        assertThat(exported).hasSize(2);
        for (var url : exported) {
            assertThat(get(url, owner).statusCode()).as(url).isEqualTo(200);
        }
        assertThat(server.get(after.select("main a[href$=anchors]").attr("href"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void proof_saysWhereTheChainBreaks() {
        choose("rompu", true, true);
        sql("""
                INSERT INTO consent_seals
                SELECT e.site_id, 1, e.id, e.id, 1, now(), digest, digest, digest, now()
                FROM consent_events e JOIN sites s ON s.id = e.site_id WHERE s.key = 'rompu'
                """);
        sql("UPDATE consent_events SET seal = 1 WHERE site_id = (SELECT id FROM sites WHERE key = 'rompu')");
        var page = verified("rompu");
        assertThat(page.select(".told.refusal[role=alert]").text())
                .contains("La chaîne est rompue", "Sceau n° 1 : son empreinte n’est pas celle de ce qu’il dit.");
        assertThat(page.select("section").text()).contains("N° 1");
    }

    @Test
    void reader_looksAndDoesNotVerify() {
        for (var name : PAGES) {
            var page = page("/moderation/consent/compte/" + name, reader);
            assertThat(page.select("main form, main a[href$=consent/compte]"))
                    .as(name)
                    .isEmpty();
            assertThat(page.select("nav.tabs a").eachText()).containsExactly("Chiffres", "Non déclaré", "Preuve");
            assertThat(page.select("nav.tabs a[aria-current]").attr("href")).endsWith(name);
        }
        assertThat(post("/moderation/consent/compte/proof", reader).statusCode())
                .isEqualTo(403);
        assertThat(get("/moderation/consent", reader).headers().firstValue("Location"))
                .contains("/moderation/consent/compte/figures");
    }

    @Test
    void strangers_doNotLearnThatASiteExists() {
        for (var name : PAGES) {
            assertThat(get("/moderation/consent/autre/" + name, owner).statusCode())
                    .as(name)
                    .isEqualTo(404);
            assertThat(get("/moderation/consent/tient/" + name, reader).statusCode())
                    .as(name)
                    .isEqualTo(404);
            assertThat(server.get("/moderation/consent/compte/" + name).statusCode())
                    .as(name)
                    .isEqualTo(303);
        }
        assertThat(post("/moderation/consent/autre/proof", owner).statusCode()).isEqualTo(404);
    }

    @Test
    void pages_runUnderTheConsolesPolicyAndNameTheirTables() {
        choose("vu", true, true);
        for (var name : PAGES) {
            var page = page("/moderation/consent/vu/" + name, owner);
            assertThat(page.select("style, [style], script:not([src])"))
                    .as(name)
                    .isEmpty();
            assertThat(page.select("table:not(:has(caption)), th:not([scope])"))
                    .as(name)
                    .isEmpty();
        }
    }

    private static void choose(String site, boolean audience, boolean media) {
        var version =
                new JsonObject(server.get("/api/sites/" + site + "/consent").body()).getString("version");
        var choice =
                new JsonObject().put("version", version).put("choices", Map.of("audience", audience, "media", media));
        assertThat(server.post("/api/sites/" + site + "/consent", choice.encode())
                        .statusCode())
                .isEqualTo(201);
    }

    private static void sql(String statement) {
        Infrastructure.await(server.ground().database().query(client -> client.query(statement)
                .execute()));
    }

    private static Document verified(String site) {
        var answer = post("/moderation/consent/" + site + "/proof", owner);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }

    private static HttpResponse<String> post(String path, String token) {
        return server.form(path, "", "Authorization", "Bearer " + token, "Accept-Language", "fr");
    }

    private static HttpResponse<String> get(String path, String token) {
        return server.get(path, "Authorization", "Bearer " + token, "Accept", "text/html", "Accept-Language", "fr");
    }

    private static Document page(String path, String token) {
        var answer = get(path, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }
}

package dev.palabre.privacy.notice;

import static dev.palabre.testing.CommentDriver.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.server.Infrastructure;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What readers are told of their data: beside the form, as a page, as it once was, and with their comment. */
@Tag("server")
final class NoticeApiTest {
    private static TestServer server;
    private static CommentDriver desk;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of())
                .site("lsi", CommentDriver.SITE, Map.of("contact", "rgpd@lsi.example", "authority", "CNIL"))
                .site(
                        "mairie",
                        "https://mairie.example",
                        Map.of("basis", "task", "notice", "https://mairie.example/legal"));
        desk = new CommentDriver(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void form_carriesTheVersionThatItShows() {
        var form = form("lsi", CommentDriver.page());
        var version = form.select("input[name=notice]").attr("value");
        assertThat(version).isEqualTo(inForce("lsi"));
        assertThat(form.select(".legal").text()).contains("Site lsi utilise vos données", "rgpd@lsi.example", "(CNIL)");
        assertThat(form.select("form .legal a").attr("href")).isEqualTo(server.url() + "/sites/lsi/notice?lang=fr");
        assertThat(server.get("/sites/lsi/notice?lang=fr").statusCode()).isEqualTo(200);
    }

    @Test
    void form_ofASiteWithItsOwnNoticeLinksThereAndStillHasAVersion() {
        var form = form("mairie", "https://mairie.example/a");
        assertThat(form.select("form .legal a").attr("href")).isEqualTo("https://mairie.example/legal");
        assertThat(form.select(".legal").text()).contains("mission d’intérêt public");
        assertThat(form.select("input[name=notice]").attr("value")).isEqualTo(inForce("mairie"));
        assertThat(server.get("/sites/mairie/notice").body()).contains("https://mairie.example/legal");
    }

    @Test
    void comment_keepsTheVersionThatItsAuthorRead() {
        server.site("change", "https://change.example", Map.of());
        var page = "https://change.example/a";
        var read = form("change", page).select("input[name=notice]").attr("value");
        set("change", "pendingKeepDays", "10");
        var now = form("change", page).select("input[name=notice]").attr("value");
        assertThat(now).isNotEqualTo(read).isEqualTo(inForce("change"));

        assertThat(noted("change", page, read)).isEqualTo(read);
        assertThat(noted("change", page, now)).isEqualTo(now);
        assertThat(noted("change", page, null)).isEqualTo(now);
        assertThat(noted("change", page, "0".repeat(64))).isEqualTo(now);
        assertThat(noted("change", page, "<script>")).isEqualTo(now);
        assertThat(noted("change", page, inForce("lsi"))).isEqualTo(now);
    }

    @Test
    void version_isShownAsItWasWhenAnotherIsInForce() {
        server.site("ancien", "https://ancien.example", Map.of("controller", "Ancien nom"));
        var old = inForce("ancien");
        set("ancien", "controller", "Nouveau nom");
        var page = page("/sites/ancien/notice/" + old + "?lang=fr");
        assertThat(page.text())
                .contains("Ancien nom", "Une autre version est en vigueur", old)
                .doesNotContain("Nouveau");
        assertThat(page("/sites/ancien/notice/" + old + "?lang=en").text())
                .contains("Ancien nom answers for these data");
        assertThat(page("/sites/ancien/notice").text()).contains("Nouveau nom").doesNotContain("Une autre version");
        var versions = page("/sites/ancien/notice/versions");
        assertThat(versions.select(".history li")).hasSize(2);
        assertThat(versions.select(".history li").first().text()).contains("en vigueur", inForce("ancien"));
        assertThat(versions.select(".history time")).hasSize(2);
    }

    @Test
    void version_isTheDigestOfTheCanonicalBytes() throws NoSuchAlgorithmException {
        var version = inForce("lsi");
        var answer = server.get("/sites/lsi/notice/" + version + "?format=canonical");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        var digest = MessageDigest.getInstance("SHA-256").digest(answer.body().getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(version);
        var document = json(server.get("/sites/lsi/notice/" + version + "?format=json"));
        assertThat(document.getJsonObject("notice")).isEqualTo(new JsonObject(answer.body()));
        assertThat(json(server.get("/sites/lsi/notice/versions?format=json"))
                        .getJsonArray("versions")
                        .getJsonObject(0)
                        .fieldNames())
                .containsExactly("version", "since", "url");
    }

    @Test
    void version_ofAnotherSiteOrOfNoneIsNotThere() {
        for (var version : new String[] {inForce("mairie"), "0".repeat(64), "x", "%00"}) {
            assertThat(server.get("/sites/lsi/notice/" + version).statusCode())
                    .as(version)
                    .isEqualTo(404);
        }
    }

    @Test
    void page_isStructuredForThoseWhoDoNotSeeIt() {
        var page = page("/sites/lsi/notice?lang=fr");
        assertThat(page.select("html").attr("lang")).isEqualTo("fr");
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("table")).isNotEmpty();
        assertThat(page.select("table").eachText()).hasSameSizeAs(page.select("table > caption"));
        assertThat(page.select("th")).allMatch(th -> th.hasAttr("scope"));
        assertThat(page.select("a[href^=mailto:]").attr("href")).isEqualTo("mailto:rgpd@lsi.example");
    }

    @Test
    void statusPage_namesTheNoticeWithItsLink() {
        var submitted = desk.submit(CommentDriver.page());
        var link = page("/c/" + submitted.getString("receipt")).select("a[href*=/notice/]");
        assertThat(link.attr("href")).startsWith(server.url() + "/sites/lsi/notice/" + inForce("lsi"));
        var version = link.attr("href").substring(server.url().length());
        assertThat(server.get(version).statusCode()).isEqualTo(200);
    }

    @Test
    void statusPage_ofAnOldCommentNamesNone() {
        var submitted = desk.submit(CommentDriver.page());
        desk.sql("UPDATE comments SET notice_version = NULL WHERE id = '" + submitted.getString("id") + "'");
        assertThat(page("/c/" + submitted.getString("receipt")).select("a[href*=/notice/]"))
                .isEmpty();
    }

    @Test
    void notices_areStoredOnceAndNeverChange() {
        var stored = "SELECT count(*)::int FROM notices n JOIN sites s ON s.id = n.site_id WHERE s.key = 'lsi'";
        form("lsi", CommentDriver.page());
        page("/sites/lsi/notice");
        assertThat(desk.count(stored)).isEqualTo(1);
        assertThatThrownBy(() -> desk.sql("UPDATE notices SET version = 'x'")).hasMessageContaining("never change");
        assertThatThrownBy(() -> desk.sql("DELETE FROM notices")).hasMessageContaining("never change");
    }

    private static Document form(String site, String page) {
        var answer = server.get("/api/sites/" + site + "/thread?lang=fr&url=" + page, "Accept", "text/html");
        assertThat(answer.statusCode()).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }

    private static Document page(String path) {
        var answer = server.get(path, "Accept", "text/html", "Accept-Language", "fr");
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }

    private static String inForce(String site) {
        return json(server.get("/sites/" + site + "/notice?format=json")).getString("version");
    }

    private static void set(String site, String name, String value) {
        Infrastructure.await(server.ground().sites().set(site, Map.of(name, value)));
    }

    private static String noted(String site, String page, @org.jspecify.annotations.Nullable String sent) {
        var draft = CommentDriver.draft(page);
        if (sent != null) {
            draft.put("notice", sent);
        }
        var answer = server.post("/api/sites/" + site + "/comments", draft.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        var id = UUID.fromString(json(answer).getString("id"));
        return desk.sql("SELECT notice_version FROM comments WHERE id = '" + id + "'")
                .iterator()
                .next()
                .getString(0);
    }
}

package dev.palabre.comment.write;

import static dev.palabre.testing.CommentDriver.COMMENTS;
import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing: what is taken in, what is refused and how, and what counts once. */
@Tag("server")
final class SubmitApiTest {
    private static TestServer server;
    private static CommentDriver desk;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of())
                .site("lsi", SITE, Map.of())
                .site("shut", "https://shut.example", Map.of())
                .site("shut-after", "https://shut-after.example", Map.of("moderation", "after"))
                .site("used", "https://used.example", Map.of())
                .site("crowd", "https://crowd.example", Map.of())
                .site("crowd-after", "https://crowd-after.example", Map.of("moderation", "after"))
                .site("live", "https://live.example", Map.of("moderation", "after"))
                .site("free", "https://free.example", Map.of("required", "", "moderation", "after"));
        desk = new CommentDriver(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void submit_answersWithTheReceiptAndTheAddressOfItsStatus() {
        var answer =
                server.post(COMMENTS, CommentDriver.draft(CommentDriver.page()).encode(), "Origin", SITE);
        assertThat(answer.statusCode()).isEqualTo(201);
        var json = json(answer);
        assertThat(json.getString("status")).isEqualTo("pending");
        assertThat(json.getString("receipt")).matches("[A-Za-z0-9_-]{27}");
        assertThat(json.getString("statusUrl")).isEqualTo(server.url() + "/c/" + json.getString("receipt"));
        assertThat(answer.headers().firstValue("Location")).contains(json.getString("statusUrl"));
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(json.getJsonObject("comment").getString("id")).isEqualTo(json.getString("id"));
        assertThat(json.getJsonObject("comment").getJsonObject("author"))
                .isEqualTo(new JsonObject().put("name", "Awa Diop").put("initials", "AD"));
        assertThat(json.encode()).doesNotContain("awa@example.org");
    }

    @ParameterizedTest
    @CsvSource({"lsi, https://good.example/own", "free, https://free.example/own"})
    void submit_showsTheCommentAsItsAuthorSeesItLater(String site, String page) {
        var draft = new JsonObject()
                .put("pageUrl", page)
                .put("text", "Voir https://a.example/b")
                .put("lang", "fr");
        if (site.equals("lsi")) {
            draft.put("lastName", "Diop").put("firstName", "Awa").put("email", "awa@example.org");
        }
        var json = json(server.post("/api/sites/" + site + "/comments", draft.encode()));
        var own = json(server.get(
                "/api/sites/" + site + "/own?lang=fr&url=" + page,
                "Authorization",
                "Receipt " + json.getString("receipt")));
        assertThat(own.getJsonArray("comments").getJsonObject(0)).isEqualTo(json.getJsonObject("comment"));
        assertThat(json.getJsonObject("comment").getString("html").contains("<a "))
                .isEqualTo(site.equals("free"));
    }

    @Test
    void submit_ofAFormLeadsToTheStatusPage() {
        var answer = form(CommentDriver.draft(CommentDriver.page()), "Accept", "text/html");
        assertThat(answer.statusCode()).isEqualTo(303);
        var location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(server.url() + "/c/");
        assertThat(server.get(location.substring(server.url().length()), "Accept", "text/html")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"fr, Indiquez votre commentaire.", "en, Enter your comment."})
    void submit_tellsEveryFieldThatIsRefusedAtOnceInTheReadersLanguage(String lang, String sentence) {
        var draft = new JsonObject()
                .put("pageUrl", CommentDriver.page())
                .put("text", " \n ")
                .put("email", "nobody")
                .put("firstName", "x".repeat(81))
                .put("lang", lang);
        var answer = server.post(COMMENTS, draft.encode());
        assertThat(answer.statusCode()).isEqualTo(422);
        var errors = json(answer).getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(each -> each.getString("field"), each -> each));
        assertThat(errors.keySet()).containsExactlyInAnyOrder("text", "lastName", "firstName", "email");
        assertThat(errors.values())
                .allSatisfy(each ->
                        assertThat(each.getString("detail")).isNotBlank().doesNotContain("{"));
        var text = errors.getOrDefault("text", new JsonObject());
        assertThat(text.getString("code")).isEqualTo("text_required");
        if (lang.equals("fr")) {
            assertThat(text.getString("detail")).isEqualTo(sentence);
        } else {
            assertThat(text.getString("detail")).isNotEqualTo("Indiquez votre commentaire.");
        }
        assertThat(desk.count("SELECT count(*)::int FROM comments WHERE text = ''"))
                .isZero();
    }

    @Test
    void form_thatIsRefusedComesBackWithEverythingThatWasTyped() {
        var page = CommentDriver.page();
        var published = desk.submit(CommentDriver.draft(page).put("pageId", "article-7"));
        desk.publish(published);
        var answer = form(
                CommentDriver.draft(page)
                        .put("pageId", "article-7")
                        .put("text", "Un <b>texte</b> \"cité\"\n\net sa suite")
                        .put("email", "pas une adresse")
                        .put("lang", "fr"),
                "Accept",
                "text/html");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        var document = Jsoup.parse(answer.body());
        assertThat(document.select("textarea[name=text]").get(0).wholeText())
                .isEqualTo("Un <b>texte</b> \"cité\"\n\net sa suite");
        assertThat(value(document, "lastName")).isEqualTo("Diop");
        assertThat(value(document, "firstName")).isEqualTo("Awa");
        assertThat(value(document, "email")).isEqualTo("pas une adresse");
        assertThat(value(document, "pageUrl")).isEqualTo(page);
        assertThat(value(document, "pageTitle")).isEqualTo("La plage");
        assertThat(value(document, "pageId")).isEqualTo("article-7");
        assertThat(document.select("input[name=email]").attr("aria-invalid")).isEqualTo("true");
        assertThat(document.select("[role=alert] a[href=#palabre-email]")).hasSize(1);
        assertThat(document.select("h2").text()).isEqualTo("Commentaires (1)");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example/x, 403",
        "https://good.example.evil.example/, 403",
        "https://good.example@evil.example/, 422",
        "https://good.example:443@evil.example/, 422",
        "https://good.example\\@evil.example/, 422",
        "https://evil.example\\@good.example/, 422",
        "https://user:pass@good.example/, 422",
        "http://good.example/, 403",
        "https://good.example:8443/, 403",
        "//good.example/, 422",
        "javascript:alert(1)//https://good.example/, 422",
        "data:text/html;base64;//good.example/, 422",
        "/article, 422"
    })
    void page_ofAnotherOriginIsRefused(String url, int status) {
        var answer = server.post(COMMENTS, CommentDriver.draft(url).encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "https://good.example.", "http://good.example"})
    void post_fromAnotherOriginIsForbidden(String origin) {
        var answer =
                server.post(COMMENTS, CommentDriver.draft(CommentDriver.page()).encode(), "Origin", origin);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).getString("code")).isEqualTo("foreign_origin");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void post_thatTheBrowserCallsCrossSiteIsForbidden() {
        var answer = server.post(
                COMMENTS, CommentDriver.draft(CommentDriver.page()).encode(), "Sec-Fetch-Site", "cross-site");
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void post_cannotDecideWhatIsNotItsOwn() {
        var draft = CommentDriver.draft(CommentDriver.page())
                .put("id", UUID.randomUUID().toString())
                .put("status", "published")
                .put("siteId", 2)
                .put("publishedAt", "2020-01-01T00:00:00Z")
                .put("html", "<script>");
        var json = desk.submit(draft);
        assertThat(json.getString("status")).isEqualTo("pending");
        assertThat(json.getString("id")).isNotEqualTo(draft.getString("id"));
    }

    @Test
    void thread_thatIsClosedTakesNothingIn() {
        var page = CommentDriver.page();
        desk.submit(page);
        desk.sql("UPDATE threads SET open = false WHERE url = '" + page + "'");
        var answer = server.post(COMMENTS, CommentDriver.draft(page).encode());
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(json(answer).getString("code")).isEqualTo("thread_closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shut", "shut-after"})
    void thread_thatIsClosedLeavesNothingOfWhatWasSent(String site) {
        var page = "https://" + site + ".example/closed";
        submitted(site, CommentDriver.draft(page), "first-" + site);
        desk.sql("UPDATE threads SET open = false WHERE url = '" + page + "'");
        desk.sql("DELETE FROM outbox WHERE site_id = (SELECT id FROM sites WHERE key = '" + site + "')");
        var before = traces(site);
        var answer = server.post(
                "/api/sites/" + site + "/comments",
                CommentDriver.draft(page).put("email", "late@example.org").encode(),
                "Idempotency-Key",
                "late-" + site);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(traces(site)).isEqualTo(before);
    }

    private static void submitted(String site, JsonObject draft, String key) {
        var answer = server.post("/api/sites/" + site + "/comments", draft.encode(), "Idempotency-Key", key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    /** Everything that a submission may leave behind at a site. */
    private static String traces(String site) {
        return desk.sql("SELECT (SELECT count(*) FROM comments c WHERE c.site_id = s.id) || ' comments, '"
                        + " || (SELECT count(*) FROM idempotency_keys k WHERE k.site_id = s.id) || ' keys, '"
                        + " || (SELECT count(*) FROM addresses a WHERE a.site_id = s.id) || ' addresses, '"
                        + " || (SELECT count(*) FROM threads t WHERE t.site_id = s.id) || ' threads, '"
                        + " || (SELECT count(*) FROM outbox o WHERE o.site_id = s.id) || ' notices, '"
                        + " || (SELECT coalesce(sum(published), 0) FROM threads t WHERE t.site_id = s.id)"
                        + " || ' published' FROM sites s WHERE s.key = '" + site + "'")
                .iterator()
                .next()
                .getString(0);
    }

    private static HttpResponse<String> form(JsonObject fields, String... headers) {
        var body = fields.stream()
                .map(each -> each.getKey() + "="
                        + URLEncoder.encode(String.valueOf(each.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return server.send(server.request(COMMENTS, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static String value(Element document, String name) {
        var field = document.selectFirst("input[name=" + name + "]");
        return field == null ? "" : field.attr("value");
    }
}

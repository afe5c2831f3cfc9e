package dev.palabre;

import static dev.palabre.Desk.COMMENTS;
import static dev.palabre.Desk.SITE;
import static dev.palabre.Desk.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.Corpora;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing: what is taken in, what is refused and how, and what counts once. */
final class SubmitApiTest {
    private static TestServer server;
    private static Desk desk;

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
        desk = new Desk(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void submit_answersWithTheReceiptAndTheAddressOfItsStatus() {
        var answer = server.post(COMMENTS, Desk.draft(Desk.page()).encode(), "Origin", SITE);
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
        var answer = form(Desk.draft(Desk.page()), "Accept", "text/html");
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
                .put("pageUrl", Desk.page())
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
        var page = Desk.page();
        var published = desk.submit(Desk.draft(page).put("pageId", "article-7"));
        desk.publish(published);
        var answer = form(
                Desk.draft(page)
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
        var answer = server.post(COMMENTS, Desk.draft(url).encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u3164", "\u115F\uFFA0", "\u200B", "123", "...", "\u0301"})
    void name_thatNobodyCanReadIsRefused(String name) {
        var answer = server.post(
                COMMENTS, Desk.draft(Desk.page()).put("lastName", name).encode());
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"lastName\"");
    }

    @Test
    void page_thatIsMissingIsTold() {
        var answer = server.post(COMMENTS, Desk.draft("").encode());
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"pageUrl\"");
    }

    @Test
    void page_withALongAddressOfManyScriptsIsTakenInOrRefusedButNeverFails() {
        var random = new Random(7);
        for (var length : List.of(900, 970)) {
            var path = IntStream.range(0, length)
                    .mapToObj(i -> Character.toString(0x4E00 + random.nextInt(20_000)))
                    .collect(Collectors.joining());
            var answer = server.post(COMMENTS, Desk.draft(SITE + "/" + path).encode());
            assertThat(answer.statusCode()).as(answer.body()).isIn(201, 422);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "https://good.example.", "http://good.example"})
    void post_fromAnotherOriginIsForbidden(String origin) {
        var answer = server.post(COMMENTS, Desk.draft(Desk.page()).encode(), "Origin", origin);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).getString("code")).isEqualTo("foreign_origin");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void post_thatTheBrowserCallsCrossSiteIsForbidden() {
        var answer = server.post(COMMENTS, Desk.draft(Desk.page()).encode(), "Sec-Fetch-Site", "cross-site");
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void post_cannotDecideWhatIsNotItsOwn() {
        var draft = Desk.draft(Desk.page())
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
        var page = Desk.page();
        desk.submit(page);
        desk.sql("UPDATE threads SET open = false WHERE url = '" + page + "'");
        var answer = server.post(COMMENTS, Desk.draft(page).encode());
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(json(answer).getString("code")).isEqualTo("thread_closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shut", "shut-after"})
    void thread_thatIsClosedLeavesNothingOfWhatWasSent(String site) {
        var page = "https://" + site + ".example/closed";
        submitted(site, Desk.draft(page), "first-" + site);
        desk.sql("UPDATE threads SET open = false WHERE url = '" + page + "'");
        desk.sql("DELETE FROM outbox WHERE site_id = (SELECT id FROM sites WHERE key = '" + site + "')");
        var before = traces(site);
        var answer = server.post(
                "/api/sites/" + site + "/comments",
                Desk.draft(page).put("email", "late@example.org").encode(),
                "Idempotency-Key",
                "late-" + site);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(traces(site)).isEqualTo(before);
    }

    @Test
    void idempotencyKey_thatIsUsedForAnotherPageLeavesNothingOfIt() {
        submitted("used", Desk.draft("https://used.example/one"), "used");
        desk.sql("DELETE FROM outbox WHERE site_id = (SELECT id FROM sites WHERE key = 'used')");
        var before = traces("used");
        var answer = server.post(
                "/api/sites/used/comments",
                Desk.draft("https://used.example/two")
                        .put("email", "other@example.org")
                        .encode(),
                "Idempotency-Key",
                "used");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(traces("used")).isEqualTo(before);
    }

    /** One of them finds its thread closed, others repeat each other: nobody else is any the worse for it. */
    @ParameterizedTest
    @ValueSource(strings = {"crowd", "crowd-after"})
    void requests_thatComeTogetherHaveEachTheirOwnOutcome(String site) {
        var origin = "https://" + site + ".example";
        submitted(site, Desk.draft(origin + "/closed"), "closed-first");
        desk.sql("UPDATE threads SET open = false WHERE url = '" + origin + "/closed'");
        var drafts = IntStream.range(0, 120)
                .mapToObj(i -> Desk.draft(origin + (i % 10 == 3 ? "/closed" : "/page-" + i % 4))
                        .put("text", "Texte numéro " + (i % 10 == 4 ? 4 : i))
                        .put("email", (i % 7 % 2 == 0 ? "Awa" : "awa") + i % 7 + "@example.org"))
                .toList();
        var answers = IntStream.range(0, drafts.size())
                .mapToObj(i -> server.client()
                        .sendAsync(
                                server.request(
                                                "/api/sites/" + site + "/comments",
                                                "Idempotency-Key",
                                                i % 10 == 4 ? "same" : "own-" + i)
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString(
                                                drafts.get(i % 10 == 4 ? 4 : i).encode()))
                                        .build(),
                                BodyHandlers.ofString()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        var ids = new HashSet<String>();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).statusCode()).as(answers.get(i).body()).isEqualTo(i % 10 == 3 ? 409 : 201);
            if (i % 10 != 3) {
                ids.add(json(answers.get(i)).getString("id"));
            }
        }
        assertThat(ids).hasSize(120 - 12 - 11);
        assertThat(traces(site))
                .isEqualTo(ids.size() + 1 + " comments, " + (ids.size() + 1) + " keys, 8 addresses, 5 threads, "
                        + (site.equals("crowd")
                                ? "1 notices, 0 published"
                                : "0 notices, " + (ids.size() + 1) + " published"));
    }

    @Test
    void idempotencyKey_bringsTheFirstAnswerAgain() {
        var draft = Desk.draft(Desk.page()).encode();
        var key = UUID.randomUUID().toString();
        var first = server.post(COMMENTS, draft, "Idempotency-Key", key);
        var second = server.post(COMMENTS, draft, "Idempotency-Key", key);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        desk.publish(json(first));
        assertThat(server.post(COMMENTS, draft, "Idempotency-Key", key).body()).isEqualTo(first.body());
    }

    @Test
    void idempotencyKey_ofAnotherBodyIsRefused() {
        var key = UUID.randomUUID().toString();
        var page = Desk.page();
        server.post(COMMENTS, Desk.draft(page).encode(), "Idempotency-Key", key);
        var other = server.post(COMMENTS, Desk.draft(page).encode(), "Idempotency-Key", key);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).getString("code")).isEqualTo("idempotency_key_reused");
    }

    @Test
    void idempotencyKey_ofAnotherSiteIsAnotherKey() {
        var key = UUID.randomUUID().toString();
        var here = server.post(COMMENTS, Desk.draft(Desk.page()).encode(), "Idempotency-Key", key);
        var there = server.post(
                "/api/sites/live/comments", Desk.draft("https://live.example/x").encode(), "Idempotency-Key", key);
        assertThat(List.of(here.statusCode(), there.statusCode())).containsOnly(201);
        assertThat(json(here).getString("id")).isNotEqualTo(json(there).getString("id"));
    }

    @Test
    void idempotencyKey_ofNoUseIsRefused() {
        for (var key : List.of(" ", "x".repeat(201))) {
            assertThat(server.post(COMMENTS, Desk.draft(Desk.page()).encode(), "Idempotency-Key", key)
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void requests_thatAreEqualAndComeAtOnceMakeOneComment() {
        var page = "https://live.example/at-once";
        var draft = Desk.draft(page)
                .put("text", "Le même texte, envoyé cinquante fois")
                .encode();
        var key = UUID.randomUUID().toString();
        var client = HttpClient.newHttpClient();
        var answers = IntStream.range(0, 50)
                .mapToObj(i -> client.sendAsync(
                        server.request("/api/sites/live/comments", "Idempotency-Key", key)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(draft))
                                .build(),
                        BodyHandlers.ofString()))
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        assertThat(json(answers.get(0)).getString("status")).isEqualTo("published");
        assertThat(json(server.get("/api/sites/live/thread?url=" + page)).getInteger("count"))
                .isEqualTo(1);
        assertThat(desk.count("SELECT count(*)::int FROM threads t JOIN comments c ON c.thread_id = t.id"
                        + " WHERE t.url = '" + page + "'"))
                .isEqualTo(1);
    }

    @Test
    void requests_withoutAnyKeyAreAllTakenIn() {
        var page = Desk.page();
        var client = HttpClient.newHttpClient();
        var answers = IntStream.range(0, 40)
                .mapToObj(i -> client.sendAsync(
                        server.request(COMMENTS)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(Desk.draft(page).encode()))
                                .build(),
                        BodyHandlers.ofString()))
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(answers.stream().map(answer -> json(answer).getString("receipt")))
                .doesNotHaveDuplicates();
    }

    @Test
    void texts_ofEveryOddListAreStoredAsSentOrRefused() throws IOException {
        var page = "https://free.example/odd";
        var sent = new ArrayList<String>();
        new JsonArray(Files.readString(Corpora.file("generated/unicode-tricks.json")))
                .forEach(each -> sent.add(((JsonObject) each).getString("s")));
        new JsonArray(Files.readString(Corpora.file("blns/blns.json"))).forEach(each -> sent.add(String.valueOf(each)));
        var refused = new HashSet<Integer>();
        var client = HttpClient.newHttpClient();
        for (var text : sent) {
            var body = ascii(
                    new JsonObject().put("pageUrl", page).put("text", text).encode());
            var answer = client.sendAsync(
                            server.request("/api/sites/free/comments")
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString())
                    .join();
            if (answer.statusCode() == 201) {
                var receipt = json(answer).getString("receipt");
                var stored = json(server.get("/c/" + receipt)).getString("text");
                assertThat(stored)
                        .isEqualTo(Normalizer.normalize(
                                        text.replace("\r\n", "\n").replace('\r', '\n'), Normalizer.Form.NFC)
                                .strip());
            } else {
                refused.add(answer.statusCode());
            }
        }
        assertThat(refused).isSubsetOf(400, 422);
    }

    @Test
    void statements_inEveryFieldChangeNothing() throws IOException {
        for (var file : List.of("Generic_ErrorBased.txt", "Auth_Bypass.txt", "SQLi_Polyglots.txt")) {
            var path = Corpora.file("payloadsallthethings/sqli/" + file);
            var lines = Files.readAllLines(path, StandardCharsets.ISO_8859_1);
            for (var line : lines.subList(0, Math.min(40, lines.size()))) {
                var answer = server.post(
                        COMMENTS,
                        Desk.draft(SITE + "/sql")
                                .put("text", "x " + line)
                                .put("lastName", "a" + line)
                                .put("email", line + "@example.org")
                                .encode());
                assertThat(answer.statusCode()).as(line).isIn(201, 422);
            }
        }
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

    /** Lone surrogates have no bytes of their own: they come as escapes. */
    private static String ascii(String json) {
        return json.chars()
                .mapToObj(c -> c < 0x80 ? Character.toString(c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining());
    }

    private static String value(Element document, String name) {
        var field = document.selectFirst("input[name=" + name + "]");
        return field == null ? "" : field.attr("value");
    }
}

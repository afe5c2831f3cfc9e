package dev.palabre.transfer.exporter;

import static dev.palabre.testing.CommentDriver.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole site as one file, for its owner alone. */
@Tag("server")
final class ExportApiTest {
    private static final String PATH = "/api/moderation/export?site=";
    private static final int MANY = 5_000;
    private static final String WAITING =
            "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND state LIKE 'idle in transaction%' AND query LIKE 'FETCH%'";

    private static MailServer letterbox;
    private static TestServer server;
    private static CommentDriver desk;
    private static String owner;
    private static String moderator;
    private static String reader;
    private static String stranger;

    @BeforeAll
    static void start() {
        letterbox = new MailServer();
        server = TestServer.start(letterbox.options(Map.of()))
                .site("lsi", CommentDriver.SITE, Map.of("contact", "rgpd@lsi.example", "purposes", "audience"))
                .site("gros", "https://gros.example", Map.of())
                .site("autre", "https://autre.example", Map.of());
        desk = new CommentDriver(server);
        owner = server.token("owner@example.org", Role.OWNER, "lsi", "gros");
        moderator = server.token("moderator@example.org", Role.MODERATOR, "lsi");
        reader = server.token("reader@example.org", Role.READER, "lsi");
        stranger = server.token("stranger@example.org", Role.OWNER, "autre");
    }

    @AfterAll
    static void stop() {
        server.close();
        letterbox.close();
    }

    @Test
    void export_holdsTheWholeSiteBetweenAHeaderAndAnEnd() {
        var submitted = desk.published(CommentDriver.page());
        var version = json(server.get("/api/sites/lsi/consent")).getString("version");
        server.post(
                "/api/sites/lsi/consent",
                new JsonObject()
                        .put("version", version)
                        .put("choices", Map.of("audience", true))
                        .encode());
        var decided = desk.submit(CommentDriver.page());
        server.post(
                "/api/moderation/comments/" + decided.getString("id") + "/decisions",
                "{\"decision\":\"reject\",\"reason\":\"Hors sujet\",\"note\":\"déjà vu\"}",
                "Authorization",
                "Bearer " + owner);

        var answer = export("lsi", owner);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/jsonl");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                .matches("attachment; filename=\"palabre-lsi-\\d{4}-\\d\\d-\\d\\d\\.jsonl\"");
        var lines = lines(answer);
        var header = lines.get(0);
        assertThat(header.getString("type")).isEqualTo("header");
        assertThat(header.getString("format")).isEqualTo("palabre-export");
        assertThat(header.getInteger("formatVersion")).isEqualTo(1);
        assertThat(header.getString("site")).isEqualTo("lsi");
        assertThat(header.getString("exportedAt")).endsWith("+00:00");
        var end = lines.get(lines.size() - 1);
        assertThat(end).isEqualTo(new JsonObject().put("type", "end").put("lines", lines.size() - 2));
        assertThat(lines)
                .extracting(line -> line.getString("type"))
                .contains(
                        "site",
                        "moderator",
                        "notice",
                        "address",
                        "thread",
                        "comment",
                        "statusChange",
                        "decision",
                        "policy",
                        "consentEvent");

        var comment = of(lines, "comment", submitted.getString("id"));
        assertThat(comment.getString("name")).isEqualTo("Awa Diop");
        assertThat(comment.getString("status")).isEqualTo("published");
        assertThat(of(lines, "address", comment.getString("addressId")).getString("email"))
                .isEqualTo("awa@example.org");
        assertThat(of(lines, "thread", comment.getString("threadId")).getString("title"))
                .isEqualTo("La plage");
        assertThat(lines)
                .anyMatch(line -> line.getString("type").equals("notice")
                        && line.getString("version").equals(comment.getString("noticeVersion")));
        assertThat(lines)
                .anyMatch(
                        line -> line.getString("type").equals("decision") && "déjà vu".equals(line.getString("note")));
        assertThat(answer.body()).contains("\"rgpd@lsi.example\"");
    }

    @Test
    void export_holdsNoSecretAndNothingOfAnotherSite() {
        var submitted = desk.submit(CommentDriver.page());
        var other = CommentDriver.draft("https://autre.example/a").put("text", "Nur für die anderen");
        assertThat(server.post("/api/sites/autre/comments", other.encode()).statusCode())
                .isEqualTo(201);
        var hash = desk.sql("SELECT encode(receipt_hash, 'hex') FROM comments WHERE id = '" + submitted.getString("id")
                        + "'")
                .iterator()
                .next()
                .getString(0);
        assertThat(export("lsi", owner).body())
                .doesNotContain(submitted.getString("receipt"), hash, "receiptHash", "receipt_", "argon2")
                .doesNotContain("Nur für die anderen", "autre.example", "owner@example.org", "moderator@example.org");
    }

    @Test
    void export_answersHeadWithoutABody() {
        var head = server.send(server.request(PATH + "lsi", "Authorization", "Bearer " + owner)
                .method("HEAD", BodyPublishers.noBody())
                .build());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void export_keepsEveryCharacterThatWasTyped() {
        var text = "مرحبا بالعالم \u202Eabc\u202C 👩‍👩‍👧‍👦 e\u0301 \u2028 \"quoted\" \\n <b>&amp;</b>\n\tfin 𐍈";
        var typed = CommentDriver.draft(CommentDriver.page()).put("text", text).put("lastName", "N’Diaye „أوا“");
        var answer = server.post(CommentDriver.COMMENTS, typed.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        var id = json(answer).getString("id");
        desk.sql("UPDATE comments SET held_reason = E'\\x01\\x1f\\x7f' WHERE id = '" + id + "'");

        var comment = of(lines(export("lsi", owner)), "comment", id);
        assertThat(comment.getString("text"))
                .isEqualTo(java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC));
        assertThat(comment.getString("lastName")).isEqualTo("N’Diaye „أوا“");
        assertThat(comment.getString("heldReason")).isEqualTo("\u0001\u001f\u007f");
    }

    @Test
    void export_holdsNothingOfAPersonWhoWasErased() {
        var submitted = desk.submit(CommentDriver.draft(CommentDriver.page())
                .put("text", "Un texte à oublier")
                .put("lastName", "Oubliée")
                .put("email", "oubliee@example.org"));
        var id = submitted.getString("id");
        server.post(
                "/api/moderation/comments/" + id + "/decisions",
                "{\"decision\":\"reject\",\"reason\":\"Madame Oubliée\",\"note\":\"Oubliée encore\"}",
                "Authorization",
                "Bearer " + owner);
        assertThat(export("lsi", owner).body()).contains("Un texte à oublier", "oubliee@example.org", "encore");
        erase(submitted, "oubliee@example.org");
        var after = export("lsi", owner);
        assertThat(after.body()).doesNotContain("Un texte à oublier", "Oubliée", "oubliee@example.org");
        var erased = of(lines(after), "comment", id);
        assertThat(erased.getString("status")).isEqualTo("erased");
        assertThat(erased.getString("text")).isEmpty();
        assertThat(erased.getString("addressId")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "lsi, moderator, 403, owner_only",
        "lsi, reader, 403, owner_only",
        "lsi, stranger, 404, unknown_site",
        "nowhere, owner, 404, unknown_site",
        "autre, owner, 404, unknown_site",
        "'', owner, 400, malformed",
        "lsi, nobody, 401, sign_in_needed"
    })
    void export_isForTheOwnerOfTheSiteAlone(String site, String who, int status, String code) {
        var token =
                switch (who) {
                    case "owner" -> owner;
                    case "moderator" -> moderator;
                    case "reader" -> reader;
                    case "stranger" -> stranger;
                    default -> null;
                };
        var answer = token == null ? server.get(PATH + site) : export(site, token);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).getString("code")).isEqualTo(code);
        assertThat(answer.body()).doesNotContain("palabre-export");
    }

    @Test
    void export_ofManyCommentsStreamsOneMomentWhileTheSiteGoesOn() throws IOException, InterruptedException {
        fill();
        var request = server.request(PATH + "gros", "Authorization", "Bearer " + owner)
                .GET()
                .build();
        var answer = server.client().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
        try (var in = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8), 64)) {
            assertThat(in.readLine()).contains("\"type\":\"header\"");
            // The file is longer than what the sockets between hold: the rest waits in the database, not here.
            assertThat(CommentDriver.within(10_000, () -> desk.count(WAITING) == 1))
                    .isTrue();
            hold(ExportApiTest::assertBusy);
            var late = CommentDriver.draft("https://gros.example/a").put("text", "Trop tard pour ce fichier");
            assertThat(server.post("/api/sites/gros/comments", late.encode()).statusCode())
                    .isEqualTo(201);
            var rest = in.lines().toList();
            assertThat(rest)
                    .filteredOn(line -> line.contains("\"type\":\"comment\""))
                    .hasSize(MANY);
            assertThat(rest).noneMatch(line -> line.contains("Trop tard"));
            assertThat(rest.get(rest.size() - 1)).isEqualTo("{\"type\":\"end\",\"lines\":" + (rest.size() - 1) + "}");
        }
    }

    @Test
    void export_thatIsBrokenOffLeavesNothingBehind() throws IOException, InterruptedException {
        fill();
        for (var i = 0; i < 5; i++) {
            var request = server.request(PATH + "gros", "Authorization", "Bearer " + owner)
                    .GET()
                    .build();
            try (var in =
                    server.client().send(request, BodyHandlers.ofInputStream()).body()) {
                assertThat(in.read()).isNotNegative();
            }
        }
        assertThat(CommentDriver.within(20_000, () -> export("gros", owner).statusCode() == 200))
                .isTrue();
        assertThat(CommentDriver.within(20_000, () -> desk.count(WAITING) == 0)).isTrue();
    }

    /** Begins another export, reads none of it, and lets it go afterwards. */
    private static void hold(Runnable meanwhile) throws IOException, InterruptedException {
        var request = server.request(PATH + "gros", "Authorization", "Bearer " + owner)
                .GET()
                .build();
        try (var in =
                server.client().send(request, BodyHandlers.ofInputStream()).body()) {
            assertThat(in.read()).isNotNegative();
            assertThat(CommentDriver.within(10_000, () -> desk.count(WAITING) == 2))
                    .isTrue();
            meanwhile.run();
        }
    }

    private static void assertBusy() {
        var third = export("gros", owner);
        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(json(third).getString("code")).isEqualTo("exports_busy");
        assertThat(third.headers().firstValue("Retry-After")).isPresent();
    }

    private static void fill() {
        var site = "(SELECT id FROM sites WHERE key = 'gros')";
        if (desk.count("SELECT count(*)::int FROM comments WHERE site_id = " + site) > 0) {
            return;
        }
        desk.sql("INSERT INTO threads (site_id, id, page_key, url, title) VALUES (" + site
                + ", gen_random_uuid(), '/a', 'https://gros.example/a', 'A')");
        desk.sql("INSERT INTO comments (site_id, id, thread_id, status, text, html, lang, name) SELECT " + site
                + ", gen_random_uuid(), t.id, 'pending', repeat('Mot ' || n || ' ', 500), '<p></p>', 'fr', 'Awa'"
                + " FROM generate_series(1, " + MANY + ") n, threads t WHERE t.site_id = " + site);
    }

    /** By the author's own link, as they would. */
    private static void erase(JsonObject submitted, String email) {
        server.form("/c/" + submitted.getString("receipt") + "/erase", "");
        var link = letterbox.link(server, email, 1, "/rights/erase/");
        assertThat(server.form(link, "right=erase").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> export(String site, String token) {
        return server.get(PATH + site, "Authorization", "Bearer " + token);
    }

    private static List<JsonObject> lines(HttpResponse<String> answer) {
        assertThat(answer.body()).endsWith("\n");
        return answer.body().lines().map(JsonObject::new).toList();
    }

    private static JsonObject of(List<JsonObject> lines, String type, String id) {
        return lines.stream()
                .filter(line -> line.getString("type").equals(type) && id.equals(line.getString("id")))
                .findFirst()
                .orElseThrow();
    }
}

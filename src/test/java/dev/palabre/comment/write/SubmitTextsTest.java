package dev.palabre.comment.write;

import static dev.palabre.testing.CommentDriver.COMMENTS;
import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.Corpora;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and robots type: names, pages, texts of every odd list. */
@Tag("server")
final class SubmitTextsTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of())
                .site("lsi", SITE, Map.of())
                .site("free", "https://free.example", Map.of("required", "", "moderation", "after"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u3164", "\u115F\uFFA0", "\u200B", "123", "...", "\u0301"})
    void name_thatNobodyCanReadIsRefused(String name) {
        var answer = server.post(
                COMMENTS,
                CommentDriver.draft(CommentDriver.page()).put("lastName", name).encode());
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"lastName\"");
    }

    @Test
    void page_thatIsMissingIsTold() {
        var answer = server.post(COMMENTS, CommentDriver.draft("").encode());
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
            var answer =
                    server.post(COMMENTS, CommentDriver.draft(SITE + "/" + path).encode());
            assertThat(answer.statusCode()).as(answer.body()).isIn(201, 422);
        }
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
                        CommentDriver.draft(SITE + "/sql")
                                .put("text", "x " + line)
                                .put("lastName", "a" + line)
                                .put("email", line + "@example.org")
                                .encode());
                assertThat(answer.statusCode()).as(line).isIn(201, 422);
            }
        }
    }

    /** Lone surrogates have no bytes of their own: they come as escapes. */
    private static String ascii(String json) {
        return json.chars()
                .mapToObj(c -> c < 0x80 ? Character.toString(c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "lastName", "firstName", "pageTitle"})
    void marks_thatPileUpAreRefusedAtOnce(String field) {
        for (var marks : List.of("\u0301".repeat(30_000) + "\u0323".repeat(30_000), "\u0301\u0323".repeat(30_000))) {
            var started = System.nanoTime();
            var answer = server.post(
                    COMMENTS,
                    CommentDriver.draft(CommentDriver.page())
                            .put(field, "a" + marks)
                            .encode());
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains('"' + field + '"');
            assertThat(System.nanoTime() - started).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void marks_areCountedBeforeTheTextIsNormalized() {
        var draft = CommentDriver.draft("https://free.example/marks").put("text", "a" + "\u0301\u0323".repeat(3_000));
        var answer = server.post("/api/sites/free/comments", draft.encode(), "Accept-Language", "en");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).getJsonArray("errors").getJsonObject(0).getString("code"))
                .isEqualTo("too_many_marks");
        assertThat(server.post(
                                "/api/sites/free/comments",
                                draft.put("text", "a" + "\u0316".repeat(32)).encode())
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A\u202Ewa", "Aw\u200Ba", "Awa\uFEFF", "A\u2066wa"})
    void name_withCharactersThatHideIsRefused(String name) {
        var answer = server.post(
                COMMENTS,
                CommentDriver.draft(CommentDriver.page()).put("firstName", name).encode());
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("hidden_characters");
    }
}

package dev.palabre.cli;

import static dev.palabre.testing.CommentDriver.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.Main;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.config.Option;
import dev.palabre.crypto.AccessCode;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.server.Infrastructure;
import dev.palabre.testing.Backup;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
final class RetentionCommandTest {
    private final DatabaseAddress database = Postgres.fresh();

    @TempDir
    Path data;

    private record Ended(int code, String out, String err) {}

    @Test
    void commands_planRunAndLogWhatIsDue() throws IOException {
        String id;
        try (var server = server()) {
            server.site("lsi", SITE, Map.of()).site("other", "https://other.example", Map.of());
            var desk = new CommentDriver(server);
            var submitted = desk.submit(CommentDriver.page());
            id = submitted.getString("id");
            desk.move(submitted, CommentStatus.SPAM, null);
            // Its id is of today; clocks may differ by a day, so what is kept for one is found all the same.
            desk.sql("UPDATE comments SET status_at = now() - interval '25 hours'");
            Infrastructure.await(server.ground().sites().set("lsi", Map.of("spamKeepDays", "1")));
        }
        var plan = run("retention", "plan");
        assertThat(plan.code()).isZero();
        assertThat(plan.out().lines())
                .contains(
                        "lsi\tspam\t1 days\t1",
                        "lsi\tpending\t30 days\t0",
                        "lsi\tpublished\tfor ever\t0",
                        "other\tconsent\t365 days\t0",
                        "-\tmails\t30 days after they ended\t0",
                        "-\tidempotency-keys\t1 day\t0",
                        "-\tnetwork-addresses\tnot kept\t0");
        var json = new JsonObject(
                run("retention", "plan", "--site", "lsi", "--json").out());
        assertThat(json.getJsonArray("sites")).hasSize(10);
        assertThat(json.getJsonArray("sites").getJsonObject(2))
                .isEqualTo(new JsonObject("{\"site\":\"lsi\",\"rule\":\"spam\",\"days\":1,\"due\":1}"));
        assertThat(json.getString("networkAddresses")).isEqualTo("not kept");

        assertThat(run("retention", "log")).isEqualTo(new Ended(0, "", ""));
        assertThat(run("retention", "run")).isEqualTo(new Ended(0, "lsi\tspam\t1\n", ""));
        assertThat(run("retention", "run")).isEqualTo(new Ended(0, "", ""));
        assertThat(run("retention", "log", "--site", "lsi").out()).matches("20[0-9T:.Z-]+\tlsi\tspam\tcommand\t1\n");
        assertThat(Files.readString(data.resolve("erasures.jsonl"))).contains("\"comment\"", id, "\"address\"");
        assertThat(run("retention", "plan", "--site", "nobody"))
                .isEqualTo(new Ended(2, "", "There is no site nobody\n"));
    }

    @Test
    void replay_forgetsAgainWhoChose() throws IOException {
        String code;
        Backup backup;
        try (var server = server()) {
            server.site("lsi", SITE, Map.of("purposes", "audience"));
            var version = new JsonObject(server.get("/api/sites/lsi/consent").body()).getString("version");
            var choice = new JsonObject().put("version", version).put("choices", Map.of("audience", true));
            code = new JsonObject(server.post("/api/sites/lsi/consent", choice.encode())
                            .body())
                    .getString("id");
            backup = Backup.of(database);
        }
        assertThat(run("consent", "erase", code).out()).isEqualTo("1\n");
        // Whoever had the hash could find the records by their link: it must stand nowhere.
        var hash = java.util.HexFormat.of()
                .formatHex(AccessCode.parse(code).orElseThrow().hash());
        assertThat(Files.readString(data.resolve("erasures.jsonl")))
                .contains("\"consent\"")
                .doesNotContain(hash, code);
        assertThat(Backup.of(database).texts().values()).noneMatch(text -> text.contains(hash));

        var restored = Postgres.fresh();
        backup.restore(restored);
        assertThat(Backup.of(restored).texts().get("consent_events")).contains(hash);
        assertThat(on(restored, "erase", "replay"))
                .isEqualTo(new Ended(0, "comment\t0\t0\naddress\t0\t0\nconsent\t1\t1\n", ""));
        assertThat(Backup.of(restored).texts().values()).noneMatch(text -> text.contains(hash));
        assertThat(on(restored, "consent", "verify", "lsi").out()).startsWith("holds");
    }

    @Test
    void replay_saysWhatItCannotDo() throws IOException {
        assertThat(run("erase", "replay").code()).isEqualTo(2);
        assertThat(run("erase", "replay").err()).startsWith("There is no file ");
        var file = data.resolve("node-2.jsonl");
        Files.writeString(file, """
                {"site":1,"kind":"comment","subject":"0190163d-8694-739b-aea5-966c26f8ad90","at":"2026-11-25T10:00:00Z"}
                {"site":1,"kind":"dream","subject":"0190163d-8694-739b-aea5-966c26f8ad90","at":"2026-11-25T10:00:00Z"}
                {"site":1,"kind":"comm
                """);
        assertThat(run("erase", "replay", file.toString())).isEqualTo(new Ended(1, """
                        comment\t1\t0
                        address\t0\t0
                        consent\t0\t0
                        """, """
                        1 lines cannot be read and were skipped
                        Unknown kind "dream": written by a newer version
                        """));
    }

    private TestServer server() {
        return TestServer.join(database, Map.of(Option.DATA_DIR, data.toString()));
    }

    private Ended run(String... arguments) {
        return on(database, arguments);
    }

    private Ended on(DatabaseAddress address, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--database-url", TestServer.url(address), "--data-dir", data.toString()));
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        var code = line.execute(all.toArray(String[]::new));
        line.getOut().flush();
        line.getErr().flush();
        return new Ended(code, out.toString(), err.toString());
    }
}

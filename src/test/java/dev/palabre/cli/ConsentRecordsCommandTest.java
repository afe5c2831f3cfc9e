package dev.palabre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.Main;
import dev.palabre.config.Option;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
final class ConsentRecordsCommandTest {
    private final DatabaseAddress database = Postgres.fresh();

    @TempDir
    Path data;

    private String id = "";

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void choose() {
        try (var server = TestServer.join(database, Map.of(Option.DATA_DIR, data.toString()))) {
            server.site("lsi", "https://lsi.example", Map.of("purposes", "audience"));
            var version = new JsonObject(server.get("/api/sites/lsi/consent").body()).getString("version");
            var choice = new JsonObject().put("version", version).put("choices", Map.of("audience", true));
            id = new JsonObject(server.post("/api/sites/lsi/consent", choice.encode())
                            .body())
                    .getString("id");
        }
    }

    @Test
    void verify_saysThatTheChainHoldsOrWhereItBreaks() throws SQLException {
        var holds = run("consent", "verify", "lsi");
        assertThat(holds.code()).isZero();
        assertThat(holds.out().lines())
                .containsExactly(
                        "holds: 0 seals (0 purged), 0 events recomputed, 1 waiting for a seal, 0 anchors compared",
                        "not covered: 0 seals and 1 events after the newest anchor; whoever owns the database can change or"
                                + " remove these without a trace",
                        "not covered: no anchor from outside the database was compared; whoever owns the database can make"
                                + " the whole chain again");
        sql("""
                INSERT INTO consent_seals
                SELECT site_id, 1, id, id, 1, now(), digest, digest, digest, now() FROM consent_events
                """);
        sql("UPDATE consent_events SET seal = 1");
        var broken = run("consent", "verify", "lsi");
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.out())
                .contains("seal 1: its hash is not that of what it says\n", "broken: 1 seals (0 purged), 1 events");
    }

    @Test
    void records_printsWhatWasRecorded() {
        var csv = run("consent", "records", "lsi", "--state", "given");
        assertThat(csv.code()).isZero();
        assertThat(csv.out().lines()).hasSize(2).last().asString().contains("\"given\"", "audience");
        assertThat(run("consent", "records", "lsi", "--format", "jsonl", "--to", "2020-01-01")
                        .out())
                .isEmpty();
        assertThat(run("consent", "records", "lsi", "--from", "soon").code()).isEqualTo(2);
        assertThat(run("consent", "records", "nobody").err()).isEqualTo("There is no site nobody\n");
    }

    @Test
    void erase_forgetsWhoChose() {
        assertThat(run("consent", "erase", id)).isEqualTo(new Ended(0, "1\n", ""));
        assertThat(run("consent", "records", "lsi").out()).endsWith("\"true\"\r\n");
        assertThat(run("consent", "erase", "nonsense").code()).isEqualTo(2);
    }

    private void sql(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var prepared = connection.createStatement()) {
            prepared.execute(statement);
        }
    }

    private Ended run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--database-url", TestServer.url(database), "--data-dir", data.toString()));
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        var code = line.execute(all.toArray(String[]::new));
        line.getOut().flush();
        line.getErr().flush();
        return new Ended(code, out.toString(), err.toString());
    }
}

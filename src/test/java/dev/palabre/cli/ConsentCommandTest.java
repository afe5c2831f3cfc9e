package dev.palabre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.Main;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies as files, while a server runs. */
@Tag("server")
final class ConsentCommandTest {
    private static final String SECRET = "dGhpcyBpcyB0aGUgc2VjcmV0IG9mIGFsbCB0aGUgdGVzdHM=";
    private static final String LAWFUL = """
            {"layout": "box",
             "purposes": [{"key": "audience", "services": [
              {"key": "matomo", "name": "Matomo", "controller": "Le Soir", "days": 390,
               "privacyUrl": "https://soir.example/vie-privee"}]}]}
            """;

    private record Ended(int code, String out, String err) {}

    @Test
    void import_thenPublishIsServedWithinASecondByTheServerThatRuns(@TempDir Path folder)
            throws IOException, InterruptedException {
        var database = Postgres.fresh();
        var file = Files.writeString(folder.resolve("policy.json"), LAWFUL);
        try (var server = TestServer.join(database, Map.of())) {
            server.site("soir", "https://soir.example", Map.of("controller", "Le Soir"));
            assertThat(asked(server)).isEqualTo("");
            var options = List.of("--database-url", TestServer.url(database), "--secret", SECRET);

            assertThat(run(options, "import", "soir", file.toString())).isEqualTo(new Ended(0, "", ""));
            assertThat(run(options, "lint", "soir")).isEqualTo(new Ended(0, "", ""));
            var published = run(options, "publish", "soir");
            var until = Instant.now().plus(Duration.ofSeconds(1));

            assertThat(published.code()).isZero();
            var served = asked(server);
            while (!served.contains(published.out().strip()) && Instant.now().isBefore(until)) {
                served = asked(server);
            }
            assertThat(served).contains(published.out().strip(), "matomo");
            var exported = run(options, "export", "soir");
            Files.writeString(file, exported.out());
            assertThat(run(options, "import", "soir", file.toString()).code()).isZero();
            assertThat(run(options, "export", "soir", "--draft").out()).isEqualTo(exported.out());
        }
    }

    @Test
    void publish_refusesWithTheArticleAndWhereItIs(@TempDir Path folder) throws IOException {
        var database = Postgres.fresh();
        var file = folder.resolve("policy.json");
        var options = List.of("--database-url", TestServer.url(database), "--secret", SECRET);
        run(options, List.of("site", "add", "soir", "--name", "Le Soir", "--origin", "https://soir.example"));

        Files.writeString(file, LAWFUL.replace("\"days\": 390", "\"days\": 800, \"checked\": true"));
        assertThat(run(options, "import", "soir", file.toString())).satisfies(refused -> {
            assertThat(refused.code()).isEqualTo(3);
            assertThat(refused.err()).startsWith("error\tpurposes[0].services[0].checked\tpre_ticked\t");
        });
        Files.writeString(file, LAWFUL.replace("\"days\": 390", "\"days\": 800"));
        assertThat(run(options, "import", "soir", file.toString()).code()).isZero();
        assertThat(run(options, "publish", "soir")).satisfies(refused -> {
            assertThat(refused.code()).isEqualTo(3);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).contains("purposes[0].services[0].days\tdata_too_long\t", "25 months", "CNIL");
        });
    }

    @Test
    void commands_sayInASentenceWhatIsMissing(@TempDir Path folder) {
        var database = Postgres.fresh();
        var options = List.of("--database-url", TestServer.url(database), "--secret", SECRET);
        assertThat(run(options, "publish", "soir")).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err()).contains("soir").doesNotContain("\tat ");
        });
        assertThat(run(options, "import", "soir", folder + "/nothing.json").err())
                .isEqualTo("There is no file " + folder + "/nothing.json\n");
    }

    private static String asked(TestServer server) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.url() + "/api/sites/soir/consent"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static Ended run(List<String> options, String... arguments) {
        var all = new ArrayList<>(List.of("consent"));
        all.addAll(List.of(arguments));
        return run(options, all);
    }

    private static Ended run(List<String> options, List<String> arguments) {
        var all = new ArrayList<>(arguments);
        all.addAll(options);
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        var code = line.execute(all.toArray(String[]::new));
        line.getOut().flush();
        line.getErr().flush();
        return new Ended(code, out.toString(), err.toString());
    }
}

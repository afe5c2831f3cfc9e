package dev.palabre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.Main;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a site keeps, written out on the command line. */
@Tag("server")
final class SiteExportCommandTest {
    private final DatabaseAddress database = Postgres.fresh();

    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void comment() {
        try (var server = TestServer.join(database, Map.of())) {
            server.site("lsi", CommentDriver.SITE, Map.of("controller", "LSI"));
            new CommentDriver(server).submit(CommentDriver.page());
        }
    }

    @Test
    void export_printsLinesAloneOnStdout() {
        var ended = run("site", "export", "lsi");
        assertThat(ended.code()).isZero();
        var types = ended.out()
                .lines()
                .map(line -> new JsonObject(line).getString("type"))
                .toList();
        assertThat(types).startsWith("header", "site", "notice").endsWith("comment", "end");
        assertThat(ended.err()).isEqualTo(types.size() - 2 + " lines exported\n");
    }

    @Test
    void export_toAFileIsForItsOwnerOnlyAndWritesOverNothing() throws IOException {
        var file = folder.resolve("lsi.jsonl");
        var ended = run("site", "export", "lsi", "--output", file.toString());
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).contains("awa@example.org").endsWith("}\n");

        Files.writeString(file, "mine");
        var again = run("site", "export", "lsi", "--output", file.toString());
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("exists already");
        assertThat(Files.readString(file)).isEqualTo("mine");
    }

    @Test
    void export_ofNoSiteLeavesNoFile() {
        var file = folder.resolve("none.jsonl");
        var ended = run("site", "export", "none", "--output", file.toString());
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("There is no site none; see: palabre site list\n");
        assertThat(file).doesNotExist();
        assertThat(run("site", "export", "lsi", "--output", folder + "/no/such/folder")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void register_printsTextOrAPageInALanguage() {
        assertThat(run("site", "register", "lsi").out())
                .startsWith("Registre des activités")
                .contains("    LSI\n");
        assertThat(run("site", "register", "lsi", "--lang", "en", "--format", "html")
                        .out())
                .startsWith("<!doctype html>")
                .contains("<html lang=\"en\"", "Record of processing activities");
        assertThat(run("site", "register", "lsi", "--lang", "wo").code()).isEqualTo(2);
        assertThat(run("site", "register", "lsi", "--format", "pdf").code()).isEqualTo(2);
        assertThat(run("site", "register", "none").err()).startsWith("There is no site none");
    }

    private Ended run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--database-url", TestServer.url(database), "--data-dir", folder.toString()));
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        var code = line.execute(all.toArray(String[]::new));
        line.getOut().flush();
        line.getErr().flush();
        return new Ended(code, out.toString(), err.toString());
    }
}

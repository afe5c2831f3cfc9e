package dev.palabre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.Main;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
final class CommandsTest {
    private static final String SECRET = "dGhpcyBpcyB0aGUgc2VjcmV0IG9mIGFsbCB0aGUgdGVzdHM=";

    private record Ended(int code, String out, String err) {}

    @Test
    void commands_onADatabaseNeedNoSecret(@TempDir Path data) throws IOException {
        var database = Postgres.fresh();

        assertThat(run(
                        "site",
                        "add",
                        "lsi",
                        "--name",
                        "Le Soir",
                        "--origin",
                        "https://lsi.example",
                        "--database-url",
                        TestServer.url(database),
                        "--data-dir",
                        data + "/own"))
                .isEqualTo(new Ended(0, "", ""));
        assertThat(run("site", "list", "--database-url", TestServer.url(database), "--data-dir", data + "/own")
                        .out())
                .isEqualTo("lsi\tLe Soir\thttps://lsi.example\n");
        assertThat(Files.readString(data.resolve("own/secret"))).hasSizeGreaterThan(40);
    }

    @Test
    void moderator_changesRolesAndRemoves() {
        var database = Postgres.fresh();
        moderator(database, "site", "add", "lsi", "--name", "Le Soir", "--origin", "https://lsi.example");
        moderator(database, "moderator", "add", "awa@example.org", "--site", "lsi", "--role", "owner");
        var last = moderator(database, "moderator", "role", "awa@example.org", "--site", "lsi", "--role", "reader");
        assertThat(last.code()).isNotZero();
        assertThat(last.err()).contains("last owner of lsi", "--force");
        moderator(database, "moderator", "add", "issa@example.org", "--site", "lsi", "--role", "owner");
        assertThat(moderator(database, "moderator", "role", "awa@example.org", "--site", "lsi", "--role", "reader"))
                .isEqualTo(new Ended(0, "", ""));
        assertThat(moderator(database, "moderator", "list").out()).contains("awa@example.org\tlsi=reader");
        assertThat(moderator(database, "moderator", "remove", "awa@example.org"))
                .isEqualTo(new Ended(0, "", ""));
        assertThat(moderator(database, "moderator", "remove", "issa@example.org", "--site", "lsi", "--force"))
                .isEqualTo(new Ended(0, "", ""));
        assertThat(moderator(database, "moderator", "list").out()).isEqualTo("issa@example.org\t\n");
    }

    private static Ended moderator(DatabaseAddress database, String... command) {
        var all = new java.util.ArrayList<>(java.util.List.of(command));
        all.addAll(java.util.List.of("--database-url", TestServer.url(database), "--secret", SECRET));
        return run(all.toArray(String[]::new));
    }

    @Test
    void command_waitsLongerThanARequestWould() throws Exception {
        var database = Postgres.fresh();
        try (var other = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE sites IN ACCESS EXCLUSIVE MODE");
            var list = CompletableFuture.supplyAsync(
                    () -> run("site", "list", "--database-url", TestServer.url(database), "--secret", SECRET));
            statement.execute("SELECT pg_sleep(3.5)");
            other.commit();

            assertThat(list.get(20, TimeUnit.SECONDS).code()).isZero();
        }
    }

    @Test
    void command_whoseDatabaseIsLostSaysWhatToDo() throws Exception {
        var database = Postgres.fresh();
        try (var other = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE sites IN ACCESS EXCLUSIVE MODE");
            var list = CompletableFuture.supplyAsync(
                    () -> run("site", "list", "--database-url", TestServer.url(database), "--secret", SECRET));
            for (var ended = false; !ended; ) {
                ended = terminate(database);
            }

            var ended = list.get(20, TimeUnit.SECONDS);
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err()).startsWith("The database does not answer").doesNotContain("\tat ");
            assertThat(ended.err().lines()).hasSize(1);
        }
    }

    @Test
    void command_whoseDatabaseIsNowhereSaysWhich() throws IOException {
        var ended = run("site", "list", "--database-url", "postgresql://u:the-password@127.0.0.1:" + free() + "/d");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("cannot be used").doesNotContain("\tat ", "the-password");
    }

    @Test
    void demo_whoseSecondPortIsTakenLeavesNothingRunning(@TempDir Path data) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = String.valueOf(taken.getLocalPort());

            var ended = run("demo", "--data-dir", data.toString(), "--port", "0", "--site-port", port);

            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err()).contains("Port " + port, "--site-port");
            assertThat(data.resolve("database")).exists();
            assertThat(data.resolve("database/postmaster.pid")).doesNotExist();
        }
    }

    @Test
    void serve_onATakenPortNamesItsOption() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = String.valueOf(taken.getLocalPort());
            var database = TestServer.url(Postgres.fresh());
            var served = run("serve", "--database-url", database, "--secret", SECRET, "--port", port);
            assertThat(served.code()).isEqualTo(2);
            assertThat(served.err()).contains("Port " + port, "--port");

            var managed = run(
                    "serve", "--database-url", database, "--secret", SECRET, "--port", "0", "--management-port", port);
            assertThat(managed.code()).isEqualTo(2);
            assertThat(managed.err()).contains("Port " + port, "--management-port");
        }
    }

    private static boolean terminate(DatabaseAddress database) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var rows = connection.createStatement().executeQuery("""
                        SELECT pg_terminate_backend(pid) FROM pg_locks
                        WHERE NOT granted AND relation = 'sites'::regclass
                        """)) {
            return rows.next();
        }
    }

    private static Ended run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        var code = line.execute(arguments);
        line.getOut().flush();
        line.getErr().flush();
        return new Ended(code, out.toString(), err.toString());
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

package dev.palabre.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.palabre.db.Queries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
final class EmbeddedDatabaseTest {
    private static final String BINARIES = "postgresql-17.11.0";

    @TempDir
    private static Path directories;

    /** Of a server that runs all the time. */
    private static Path sharedDirectory;

    private static EmbeddedDatabase shared;

    /** Of a server that each test starts and stops. */
    private static Path directory;

    private static Path database;

    @BeforeAll
    static void openShared() throws IOException {
        Files.setPosixFilePermissions(directories, PosixFilePermissions.fromString("rwx--x--x"));
        sharedDirectory = Files.createTempDirectory(directories, "shared");
        shared = EmbeddedDatabase.open(sharedDirectory);
        directory = Files.createTempDirectory(directories, "own").toRealPath();
        database = directory.resolve("database");
        Files.createSymbolicLink(directory.resolve(BINARIES), sharedDirectory.resolve(BINARIES));
    }

    @AfterAll
    static void closeShared() {
        shared.close();
    }

    @Test
    void open_runsTheVersionThatThePomNames() throws SQLException {
        assertThat(Queries.ask(shared.address(), "SHOW server_version")).isEqualTo("17.11");
        assertThat(sharedDirectory.resolve(BINARIES)).isDirectory();
    }

    @Test
    void open_keepsWhatIsCommitted() throws SQLException {
        for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
            assertThat(Queries.ask(shared.address(), "SHOW " + setting))
                    .as(setting)
                    .isEqualTo("on");
        }
    }

    @Test
    void open_sortsAndFoldsTextWithoutTheMachinesLocale() throws SQLException {
        assertThat(Queries.ask(shared.address(), "SELECT lower('ÉÀÇ')")).isEqualTo("éàç");
        assertThat(Queries.ask(shared.address(), "SHOW server_encoding")).isEqualTo("UTF8");
    }

    @Test
    void address_isOfARoleWithoutPrivileges_thatOwnsItsDatabase() throws SQLException {
        var address = shared.address();

        assertThat(Queries.ask(address, """
                SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls
                  FROM pg_roles
                 WHERE rolname = current_user""")).isEqualTo("f");
        assertThat(Queries.ask(address, """
                SELECT pg_get_userbyid(datdba) = current_user
                  FROM pg_database
                 WHERE datname = 'palabre' AND datname = current_database()""")).isEqualTo("t");
    }

    @Test
    void open_letsNobodyInWithoutPassword() {
        var address = shared.address();

        for (var user : List.of("palabre", "postgres")) {
            assertThatThrownBy(() -> DriverManager.getConnection(address.jdbcUrl(), user, "guess"))
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> DriverManager.getConnection(address.jdbcUrl(), user, null))
                    .hasMessageContaining("SCRAM-based authentication, but no password was provided");
        }
    }

    @Test
    void open_asksForAPasswordOnTheSocketToo() throws IOException {
        assertThat(Files.readAllLines(sharedDirectory.resolve("database/pg_hba.conf")))
                .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" scram-sha-256"));
    }

    @Test
    void open_listensOnLoopbackAndInItsPrivateFolderOnly() throws IOException, SQLException {
        assertThat(Queries.ask(shared.address(), "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(mode(sharedDirectory.resolve("database"))).isEqualTo("rwx------");
        assertThat(sharedDirectory.resolve(
                        "database/.s.PGSQL." + shared.address().port()))
                .exists();
    }

    @Test
    void open_keepsPasswordsToItsOwnUser() throws IOException {
        assertThat(mode(sharedDirectory.resolve("palabre.password"))).isEqualTo("rw-------");
        assertThat(mode(sharedDirectory.resolve("superuser.password"))).isEqualTo("rw-------");
        assertThat(shared.address().toString()).doesNotContain(shared.address().password());
    }

    @Test
    void open_asRoot_runsTheServerAsAnotherUser() throws IOException {
        assumeTrue(isRoot(), "this test needs to run as root");

        var running = sharedDirectory.resolve("database");
        var status = Files.readString(Path.of("/proc", String.valueOf(pid(running)), "status"));

        assertThat(status).contains("\nUid:\t" + owner(running) + "\t").contains("NoNewPrivs:\t1");
        assertThat(status).containsPattern("CapEff:\\s0+\n").containsPattern("Groups:\\s*\n");
        assertThat(owner(running)).isNotZero();
        assertThat(owner(sharedDirectory.resolve("superuser.password"))).isZero();
        assertThat(mode(sharedDirectory)).isEqualTo("rwx--x---");
    }

    @Test
    void createDatabase_givesTheApplicationOneMore() throws SQLException {
        var address = shared.createDatabase("one_more");

        assertThat(Queries.ask(address, "SELECT current_database()")).isEqualTo("one_more");
        assertThatCode(() -> Queries.execute(address, "CREATE TABLE mine (id integer)"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> shared.createDatabase("one_more"))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining("already exists");
        assertThatThrownBy(() -> shared.createDatabase("x\" OWNER postgres"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void close_stopsTheServer_onceTheLastHasLeft_andDataStay() throws IOException, SQLException {
        var first = EmbeddedDatabase.open(directory);
        Queries.execute(first.address(), "CREATE TABLE kept (word text)");
        Queries.execute(first.address(), "INSERT INTO kept (word) VALUES ('parole')");
        var second = EmbeddedDatabase.open(directory);
        var pid = pid(database);

        first.close();
        first.close();

        assertThat(second.address()).isEqualTo(first.address());
        assertThat(Queries.ask(second.address(), "SELECT word FROM kept")).isEqualTo("parole");
        second.close();
        assertThat(isAlive(pid)).isFalse();
        assertThat(database.resolve("postmaster.pid")).doesNotExist();
        try (var again = EmbeddedDatabase.open(directory)) {
            assertThat(Queries.ask(again.address(), "SELECT word FROM kept")).isEqualTo("parole");
        }
    }

    @Test
    void open_joinsTheServerOfAnotherProcess_whichOutlivesTheOneThatStartedIt() throws IOException, SQLException {
        var starter = EmbeddedDatabaseProcess.open(directory);
        var pid = pid(database);

        var joined = EmbeddedDatabase.open(directory);
        starter.close();

        assertThat(joined.address().port()).isEqualTo(starter.port());
        assertThat(Queries.ask(joined.address(), "SELECT 1")).isEqualTo("1");
        joined.close();
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void open_afterAKilledProcess_joinsTheServerThatSurvived_andNothingAcknowledgedIsLost() throws Exception {
        var writer = writeSome();
        var pid = pid(database);

        int acknowledged = writer.kill();

        try (var opened = EmbeddedDatabase.open(directory)) {
            assertThat(opened.address().port()).isEqualTo(writer.port());
            assertThat(written(opened)).isGreaterThanOrEqualTo(acknowledged);
        }
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void open_afterBothWereKilled_recovers_andNothingAcknowledgedIsLost() throws Exception {
        var writer = writeSome();

        var server = ProcessHandle.of(pid(database)).orElseThrow();
        server.destroyForcibly();
        int acknowledged = writer.kill();
        await(() -> !isAlive(server.pid()));

        try (var opened = EmbeddedDatabase.open(directory)) {
            assertThat(written(opened)).isGreaterThanOrEqualTo(acknowledged);
        }
    }

    @Test
    void open_afterAKilledServer_ignoresThatItsNumberIsAnotherProcessesNow() throws Exception {
        EmbeddedDatabase.open(directory).close();
        var foreign = sleepAsOwnerOf(database);
        var traces = foreign.pid() + "\n" + database + "\n1700000000\n54321\n.\n127.0.0.1\n\nready   \n";
        Files.writeString(database.resolve("postmaster.pid"), traces);
        Files.writeString(database.resolve(".s.PGSQL.54321.lock"), traces);

        try (var opened = EmbeddedDatabase.open(directory)) {
            assertThat(Queries.ask(opened.address(), "SELECT 1")).isEqualTo("1");
            assertThat(foreign.isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    void open_startsTheServerAgain_whenItEndsWhileItIsUsed() throws IOException {
        try (var opened = EmbeddedDatabase.open(directory)) {
            ProcessHandle.of(pid(database)).orElseThrow().destroyForcibly();

            await(() -> Queries.answers(opened.address()));
        }
    }

    private static EmbeddedDatabaseProcess writeSome() throws IOException {
        var writer = EmbeddedDatabaseProcess.write(directory);
        while (writer.nextNumber() < 100) {
            assertThat(writer.port()).isPositive();
        }
        return writer;
    }

    private static int written(EmbeddedDatabase database) throws SQLException {
        return Integer.parseInt(Queries.ask(database.address(), "SELECT max(number) FROM written"));
    }

    private static Process sleepAsOwnerOf(Path path) throws IOException {
        var sleep = List.of("sleep", "60");
        var drop = List.of("setpriv", "--reuid=" + owner(path), "--clear-groups", "sleep", "60");
        return new ProcessBuilder(isRoot() ? drop : sleep).start();
    }

    private static long pid(Path database) throws IOException {
        return Long.parseLong(
                Files.readAllLines(database.resolve("postmaster.pid")).get(0));
    }

    /** A process that has ended has no command line, even before its parent has taken note. */
    private static boolean isAlive(long pid) {
        try {
            return !Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"))
                    .isEmpty();
        } catch (IOException gone) {
            return false;
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid");
    }

    private static boolean isRoot() throws IOException {
        return owner(sharedDirectory) == 0;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }
}

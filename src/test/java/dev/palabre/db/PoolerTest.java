package dev.palabre.db;

import static dev.palabre.testing.CommentDriver.json;
import static dev.palabre.testing.CommentDriver.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.palabre.config.Option;
import dev.palabre.server.Infrastructure;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes whose statements go through a PgBouncer in transaction mode that has fewer connections than they. */
@Tag("server")
final class PoolerTest {
    private static final String NAME = "pgbouncer";

    @TempDir
    private static Path folder;

    private static Process pooler;
    private static TestServer here;
    private static TestServer there;

    @BeforeAll
    static void start() throws IOException {
        var program = program();
        assumeTrue(!program.isEmpty(), "pgbouncer is not installed, so nothing is known of it here");
        var database = Postgres.fresh();
        var port = free();
        pooler = run(program, database, port);
        var through = new DatabaseAddress(
                "127.0.0.1", port, database.database(), database.user(), database.password(), database.tls());
        var options = Map.of(Option.DATABASE_DIRECT_URL, TestServer.url(database));
        here = TestServer.join(through, options).site("lsi", CommentDriver.SITE, Map.of());
        there = TestServer.join(through, options);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        Stream.of(here, there).filter(node -> node != null).forEach(TestServer::close);
        if (pooler != null) {
            pooler.destroy();
            pooler.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void comments_ofManyAtOnceAreTakenInOnce() {
        var desks = List.of(new CommentDriver(here), new CommentDriver(there));
        var page = CommentDriver.page();

        IntStream.range(0, 200).parallel().forEach(i -> desks.get(i % 2).submit(page));

        assertThat(desks.get(0).count("SELECT count(*)::int FROM comments")).isGreaterThanOrEqualTo(200);
    }

    @Test
    void publication_isServedByTheOtherNodeWithinASecond() {
        var desk = new CommentDriver(here);
        var page = CommentDriver.page();
        var submitted = desk.submit(page);
        assertThat(countOf(there, page)).isZero();

        desk.publish(submitted);

        assertThat(countOf(here, page)).isEqualTo(1);
        assertThat(CommentDriver.within(1_000, () -> countOf(there, page) == 1)).isTrue();
    }

    @Test
    void transaction_hasItsOwnLimitsAndLeavesNoneBehind() {
        var database = here.ground().database();

        for (int i = 0; i < 20; i++) {
            var inside = Infrastructure.await(database.pipelined(
                    client -> client.query("SHOW statement_timeout").execute()));
            var within = Infrastructure.await(database.transaction(
                    client -> client.query("SHOW lock_timeout").execute()));
            var after = Infrastructure.await(database.query(
                    client -> client.query("SHOW statement_timeout").execute()));

            assertThat(inside.iterator().next().getString(0)).isEqualTo("3s");
            assertThat(within.iterator().next().getString(0)).isEqualTo("2s");
            assertThat(after.iterator().next().getString(0)).isEqualTo("0");
        }
    }

    private static int countOf(TestServer node, String page) {
        return json(node.get(thread(page))).getInteger("count");
    }

    private static Process run(String program, DatabaseAddress database, int port) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var settings = Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                %1$s = host=%2$s port=%3$d dbname=%1$s user=%4$s password=%5$s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %6$d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = 3
                """.formatted(
                database.database(), database.host(), database.port(), database.user(), database.password(), port));
        var command = new ArrayList<>(List.of(program));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(settings.toString());
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(CommentDriver.within(10_000, () -> answers(port))).isTrue();
        return process;
    }

    private static String program() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin"))
                .map(place -> Path.of(place, NAME))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }

    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

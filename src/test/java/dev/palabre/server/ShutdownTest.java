package dev.palabre.server;

import static dev.palabre.testing.CommentDriver.COMMENTS;
import static dev.palabre.testing.CommentDriver.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.config.Option;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class ShutdownTest {
    @Test
    void close_acceptsNobodyAnyMoreAndAnswersWhatIsUnderWay() throws Exception {
        var database = Postgres.fresh();
        var server = TestServer.join(database, Map.of(Option.DATABASE_DEADLINE, "20000"))
                .site("lsi", SITE, Map.of());
        try (var other = connect(database)) {
            other.setAutoCommit(false);
            execute(other, "LOCK TABLE comments IN ACCESS EXCLUSIVE MODE");
            var answer = server.client()
                    .sendAsync(
                            server.request(COMMENTS)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(CommentDriver.draft(CommentDriver.page())
                                            .encode()))
                                    .build(),
                            BodyHandlers.ofString());
            await(() -> waits(database));

            var closed = CompletableFuture.runAsync(server::close);
            await(() -> refuses(server.port()));
            assertThat(answer).isNotDone();
            other.commit();

            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            closed.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void close_servesOnWhileItDrainsAndTellsBalancersSo() throws Exception {
        var server = TestServer.start(Map.of(Option.DRAIN, "3")).site("lsi", SITE, Map.of());
        assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
        var closed = CompletableFuture.runAsync(server::close);
        await(() -> server.get("/health/ready").statusCode() == 503);
        assertThat(server.get(CommentDriver.thread(CommentDriver.page())).statusCode())
                .isEqualTo(200);
        closed.get(20, TimeUnit.SECONDS);
        assertThat(refuses(server.port())).isTrue();
    }

    private static boolean waits(DatabaseAddress database) throws SQLException {
        try (var connection = connect(database);
                var rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'comments'::regclass")) {
            return rows.next() && rows.getInt(1) > 0;
        }
    }

    private static boolean refuses(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    private static void await(Callable<Boolean> until) throws Exception {
        for (var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); !until.call(); ) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static Connection connect(DatabaseAddress database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}

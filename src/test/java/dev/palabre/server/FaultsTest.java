package dev.palabre.server;

import static dev.palabre.testing.CommentDriver.COMMENTS;
import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static dev.palabre.testing.CommentDriver.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.db.DatabaseAddress;
import dev.palabre.db.Migrations;
import dev.palabre.db.embedded.EmbeddedDatabase;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that freezes, or dies under load: everybody is answered, and nothing acknowledged is lost or doubled. */
@Tag("faults")
@Tag("server")
final class FaultsTest {
    @TempDir
    static Path folder;

    private static EmbeddedDatabase embedded;
    private static TestServer server;
    private static CommentDriver desk;

    @BeforeAll
    static void start() {
        embedded = EmbeddedDatabase.open(folder);
        var address = embedded.createDatabase("faults");
        Migrations.run(address);
        server = TestServer.join(address, Map.of()).site("lsi", SITE, Map.of());
        desk = new CommentDriver(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        embedded.close();
    }

    @Test
    void frozenDatabase_letsEveryRequestBeAnsweredInTimeAndCountsARepeatedOneOnce() throws IOException {
        var page = CommentDriver.page();
        desk.submit(page);
        var draft = CommentDriver.draft(page).encode();
        var key = UUID.randomUUID().toString();
        var frozen = processes();
        signal("STOP", frozen);
        try {
            var begun = System.nanoTime();
            var answers = Stream.of(
                            server.request(thread(CommentDriver.page())).build(),
                            server.request("/api/sites/lsi/counts?url=" + page).build(),
                            server.request("/c/AAAAAQAAAAAAAAAAAAAAAAAAAAA").build(),
                            server.request(COMMENTS, "Idempotency-Key", key, "Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(draft))
                                    .build())
                    .flatMap(request -> Stream.generate(() -> request).limit(4))
                    .map(request -> server.client().sendAsync(request, BodyHandlers.ofString()))
                    .toList()
                    .stream()
                    .map(answer -> answer.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                            .join())
                    .toList();
            assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L);
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After").orElse(""))
                        .matches("[1-9]\\d*");
            });
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(CommentDriver.within(
                            10_000, () -> server.get("/health/ready").body().contains("\"down\"")))
                    .isTrue();
            assertThat(server.get("/palabre.js").statusCode()).isEqualTo(200);
        } finally {
            signal("CONT", frozen);
        }
        assertThat(CommentDriver.within(
                        10_000, () -> server.get("/health/ready").body().contains("\"database\":\"up\"")))
                .isTrue();
        assertThat(untilTaken(draft, key).statusCode()).isEqualTo(201);
        assertThat(untilTaken(draft, key).statusCode()).isEqualTo(201);
        assertThat(desk.count(
                        "SELECT count(*)::int FROM comments c JOIN threads t ON t.id = c.thread_id WHERE t.url = '"
                                + page + "'"))
                .isEqualTo(2);
    }

    @Test
    void killedDatabase_losesAndDoublesNothingThatWasAcknowledgedAndNeedsNoNewNode() throws Exception {
        var taken = new ConcurrentLinkedQueue<String>();
        var odd = new ConcurrentLinkedQueue<String>();
        var stop = new AtomicBoolean();
        var page = CommentDriver.page();
        desk.submit(page);
        var writers = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> write(page, stop, taken, odd)))
                .toList();
        writers.forEach(Thread::start);
        for (int kill = 0; kill < 3; kill++) {
            var before = taken.size();
            assertThat(CommentDriver.within(20_000, () -> taken.size() > before + 50))
                    .isTrue();
            signal("KILL", List.of(postmaster()));
        }
        var before = taken.size();
        assertThat(CommentDriver.within(20_000, () -> taken.size() > before + 50))
                .as("taken in again after the last kill")
                .isTrue();
        stop.set(true);
        for (var writer : writers) {
            writer.join();
        }
        assertThat(odd).isEmpty();
        assertThat(taken).doesNotHaveDuplicates();
        var kept = new ArrayList<String>();
        desk.sql("SELECT c.id::text FROM comments c JOIN threads t ON t.id = c.thread_id WHERE t.url = '" + page + "'")
                .forEach(row -> kept.add(row.getString(0)));
        assertThat(kept).containsAll(taken).hasSize(taken.size() + 1);
    }

    @Test
    void database_thatForgetsWhatItAcknowledgedIsRefusedWithASentence() throws SQLException {
        var address = Postgres.empty();
        execute(address, "ALTER DATABASE " + address.database() + " SET synchronous_commit = off");
        assertThatThrownBy(() -> Migrations.run(address))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("synchronous_commit = on");
    }

    @Test
    void database_thatCannotBeReachedIsToldWithoutItsPassword() {
        var nobody = new DatabaseAddress("127.0.0.1", 1, "none", "user", "secret-word", DatabaseAddress.Tls.DISABLE);
        assertThatThrownBy(() -> Migrations.run(nobody))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("secret-word");
    }

    private static void write(
            String page, AtomicBoolean stop, ConcurrentLinkedQueue<String> taken, ConcurrentLinkedQueue<String> odd) {
        while (!stop.get()) {
            var answer = untilTaken(
                    CommentDriver.draft(page).encode(), UUID.randomUUID().toString());
            if (answer.statusCode() == 201) {
                taken.add(json(answer).getString("id"));
            } else {
                odd.add(answer.statusCode() + " " + answer.body());
            }
        }
    }

    /** As the widget does: the same again while the server says that it is not available. */
    private static HttpResponse<String> untilTaken(String draft, String key) {
        var end = System.nanoTime() + 20_000_000_000L;
        var answer = server.post(COMMENTS, draft, "Idempotency-Key", key);
        while (answer.statusCode() == 503 && System.nanoTime() < end) {
            answer = server.post(COMMENTS, draft, "Idempotency-Key", key);
        }
        return answer;
    }

    private static ProcessHandle postmaster() throws IOException {
        try (var files = Files.walk(folder)) {
            var pidFile = files.filter(file -> file.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0)))
                    .orElseThrow();
        }
    }

    private static List<ProcessHandle> processes() throws IOException {
        var postmaster = postmaster();
        return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    }

    private static void signal(String name, List<ProcessHandle> processes) throws IOException {
        var command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(String.valueOf(process.pid())));
        new ProcessBuilder(command).start().onExit().join();
    }

    private static void execute(DatabaseAddress address, String command) throws SQLException {
        try (var connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}

package dev.palabre.privacy.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.testing.Postgres;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was erased stands in the file of every node, whatever happened to the node. */
@Tag("server")
final class ErasureLogTest {
    @TempDir
    Path data;

    private TestNode here;
    private TestNode there;

    @BeforeEach
    void start() {
        var database = Postgres.fresh();
        here = new TestNode(database, data.resolve("here")).site("dakar", "Africa/Dakar");
        there = new TestNode(database, data.resolve("there"));
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    @Test
    void file_ofEachNodeHasWhatAnyOfThemErased() throws IOException {
        here.module.start();
        there.module.start();
        var first = UUID.randomUUID();
        var second = UUID.randomUUID();
        here.note("dakar", "comment", first);
        there.note("dakar", "address", second);
        for (var node : List.of("here", "there")) {
            assertThat(within(() -> subjects(node).containsAll(List.of(first, second))))
                    .isTrue();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("here"))))
                .isEqualTo("rw-------");
        assertThat(Files.readAllLines(file("here")).get(0))
                .matches("\\{\"site\":\\d+,\"kind\":\"comment\",\"subject\":\"" + first + "\",\"at\":\"[0-9T:.Z-]+\"}");
    }

    @Test
    void catchUp_writesEachLineOnceAlsoAfterARestart() {
        var all = new ArrayList<UUID>();
        for (int i = 0; i < 40; i++) {
            var some = new UUID[100];
            for (int j = 0; j < some.length; j++) {
                some[j] = UUID.randomUUID();
                all.add(some[j]);
            }
            here.note("dakar", "comment", some);
        }
        catchUp(here);
        catchUp(here);
        assertThat(subjects("here")).containsExactlyInAnyOrderElementsOf(all);
        var again = again(here, "here");
        TestNode.await(again.catchUp());
        var late = UUID.randomUUID();
        here.note("dakar", "comment", late);
        all.add(late);
        TestNode.await(again.catchUp());
        assertThat(subjects("here")).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void catchUp_afterACrashInTheMiddleOfALineWritesItAgain() throws IOException {
        var subject = UUID.randomUUID();
        here.note("dakar", "comment", subject);
        catchUp(here);
        var line = Files.readString(file("here"));
        Files.writeString(file("here"), line.substring(0, line.length() / 2));
        TestNode.await(again(here, "here").catchUp());
        assertThat(subjects("here")).containsExactly(subject);
        assertThat(ErasureFile.read(file("here"), each -> {})).isEqualTo(1);
    }

    @Test
    void catchUp_whoseFileIsLostWritesAllThatTheDatabaseHas() throws IOException {
        var subject = UUID.randomUUID();
        here.note("dakar", "comment", subject);
        catchUp(here);
        Files.delete(file("here"));
        TestNode.await(again(here, "here").catchUp());
        assertThat(subjects("here")).containsExactly(subject);
    }

    @Test
    void catchUp_afterARestoreGoesOnWithoutLosingALine() {
        var before = UUID.randomUUID();
        here.note("dakar", "comment", before);
        catchUp(here);
        here.sql("DELETE FROM erasures");
        var after = UUID.randomUUID();
        here.note("dakar", "comment", after);
        catchUp(here);
        assertThat(subjects("here")).containsExactly(before, after);
    }

    @Test
    void catchUp_findsWhatWasCommittedLate() {
        here.note("dakar", "comment", UUID.randomUUID());
        catchUp(here);
        here.note("dakar", "comment", new UUID(1, 1));
        here.sql("UPDATE erasures SET erased_at = erased_at - interval '10 minutes' WHERE subject = '" + new UUID(1, 1)
                + "'");
        catchUp(here);
        assertThat(subjects("here")).contains(new UUID(1, 1));
    }

    @Test
    void catchUp_byTwoProcessesInOneFolderGarblesNothing() {
        var other = again(there, "here");
        var all = new ArrayList<UUID>();
        var works = new ArrayList<Future<Void>>();
        for (int i = 0; i < 20; i++) {
            var subject = UUID.randomUUID();
            all.add(subject);
            here.note("dakar", "comment", subject);
            works.add(here.module.log().catchUp());
            works.add(other.catchUp());
        }
        TestNode.await(Future.all(works));
        assertThat(subjects("here")).containsAll(all);
        assertThat(ErasureFile.read(file("here"), each -> {})).isZero();
    }

    @Test
    void forget_dropsWhatNoBackupHolds() throws IOException {
        var old =
                new ErasureRecord(1, "comment", UUID.randomUUID(), Instant.now().minus(Duration.ofDays(401)));
        var young =
                new ErasureRecord(1, "comment", UUID.randomUUID(), Instant.now().minus(Duration.ofDays(399)));
        Files.createDirectories(file("here").getParent());
        Files.writeString(file("here"), old.line() + "\n" + young.line() + "\n", StandardOpenOption.CREATE_NEW);
        here.note("dakar", "comment", UUID.randomUUID(), UUID.randomUUID());
        here.sql("UPDATE erasures SET erased_at = now() - interval '401 days' WHERE subject ="
                + " (SELECT subject FROM erasures LIMIT 1)");
        here.now.set(Instant.now());
        TestNode.await(here.module.log().deleteOld());
        assertThat(subjects("here")).containsExactly(young.subject());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("here"))))
                .isEqualTo("rw-------");
        var left = TestNode.await(here.database.query(
                client -> client.query("SELECT count(*)::int FROM erasures").execute()));
        assertThat(left.iterator().next().getInteger(0)).isEqualTo(1);
    }

    @Test
    void catchUp_thatCannotWriteFailsAndIsDoneNextTime() throws IOException {
        var subject = UUID.randomUUID();
        here.note("dakar", "comment", subject);
        Files.writeString(data.resolve("here"), "no folder");
        assertThatThrownBy(() -> catchUp(here)).hasRootCauseInstanceOf(IOException.class);
        Files.delete(data.resolve("here"));
        catchUp(here);
        assertThat(subjects("here")).containsExactly(subject);
    }

    private static ErasureLog again(TestNode node, String folder) {
        return new ErasureLog(node.vertx, node.database, node.changes, folderOf(node, folder), node.now::get);
    }

    private static Path folderOf(TestNode node, String folder) {
        return node.module.log().file().getParent().resolveSibling(folder);
    }

    private static void catchUp(TestNode node) {
        TestNode.await(node.module.log().catchUp());
    }

    private Path file(String node) {
        return data.resolve(node).resolve("erasures.jsonl");
    }

    private List<UUID> subjects(String node) {
        var found = new ArrayList<UUID>();
        try {
            new ErasureFile(data.resolve(node)).read(each -> found.add(each.subject()));
        } catch (UncheckedIOException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    private static boolean within(BooleanSupplier holds) {
        var end = System.nanoTime() + 10_000_000_000L;
        while (System.nanoTime() < end && !holds.getAsBoolean()) {
            Thread.onSpinWait();
        }
        return holds.getAsBoolean();
    }
}

package dev.palabre.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
final class EmbeddedDatabaseRefusalTest {
    @TempDir
    private Path directory;

    @Test
    void open_refusesTheDataOfAnotherMajorVersion() throws IOException {
        Files.createDirectories(directory.resolve("database"));
        Files.writeString(directory.resolve("database/PG_VERSION"), "16\n");

        assertThatThrownBy(() -> EmbeddedDatabase.open(directory))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining("was made by PostgreSQL 16, and this Palabre runs PostgreSQL 17");
    }

    @Test
    void open_refusesWhatIsNotOurs() throws IOException {
        var database = Files.createDirectories(directory.resolve("database"));
        assertThatThrownBy(() -> EmbeddedDatabase.open(directory))
                .hasMessageContaining("is not a PostgreSQL data directory");

        Files.writeString(database.resolve("PG_VERSION"), "17\n");
        assertThatThrownBy(() -> EmbeddedDatabase.open(directory)).hasMessageContaining("was not made by Palabre");
        assertThatThrownBy(() -> EmbeddedDatabase.open(database))
                .hasMessageContaining("is itself a PostgreSQL data directory");
        assertThat(database).isDirectoryNotContaining("glob:**/postmaster.pid");
    }

    @Test
    void open_saysThatItCannotWrite() throws IOException {
        var file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> EmbeddedDatabase.open(file.resolve("data")))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining("cannot write in its data directory " + file);
    }

    @Test
    void open_asRoot_saysThatAFolderAboveIsClosed() throws IOException {
        assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "this test needs to run as root");
        var closed = Files.createDirectories(directory.resolve("closed/data"));
        Files.setAttribute(directory.resolve("closed"), "unix:gid", 54321);
        Files.setPosixFilePermissions(directory.resolve("closed"), PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> EmbeddedDatabase.open(closed))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining("is out of reach");
    }

    @Test
    void open_asRoot_passesAFolderThatOnlyRootMayEnter() throws IOException {
        assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "this test needs to run as root");
        var made = Files.createDirectory(directory.resolve("made"));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));

        try (var database = EmbeddedDatabase.open(made.resolve("data"))) {
            assertThat(database.address().port()).isPositive();
        }

        assertThat(Files.getPosixFilePermissions(made)).isEqualTo(PosixFilePermissions.fromString("rwx--x---"));
    }
}

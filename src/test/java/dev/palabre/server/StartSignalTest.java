package dev.palabre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is told to stop while it starts leaves no database behind. */
@Tag("server")
final class StartSignalTest {
    @TempDir
    private static Path folders;

    @ParameterizedTest
    @ValueSource(strings = {"database.lock", "database-start.log", "database/postmaster.pid", "secret"})
    void sigterm_duringTheStartLeavesNoPostgresBehind(String sign) throws Exception {
        Files.setPosixFilePermissions(folders, PosixFilePermissions.fromString("rwx--x--x"));
        var folder = Files.createTempDirectory(folders, "start");
        var process = start(folder);
        try {
            while (!Files.exists(folder.resolve(sign)) && process.isAlive()) {
                Thread.onSpinWait();
            }
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(serves(folder)).isFalse();
    }

    private static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--port",
                        "0",
                        "--data-dir",
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Whether any process has this folder in its command line. */
    private static boolean serves(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .anyMatch(process -> process.info().commandLine().orElse("").contains(folder.toString()));
    }
}

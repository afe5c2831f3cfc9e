package dev.palabre.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
    @Test
    void of_keepsWhatSomebodyChose(@TempDir Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

        assertThat(DataDirectory.of(folder + "/data", "root")).isEqualTo(folder.resolve("data"));
    }

    @Test
    void of_keepsTheDefaultForWhoIsNotRoot() {
        assertThat(DataDirectory.of("./palabre-data", "awa"))
                .isEqualTo(Path.of("palabre-data").toAbsolutePath());
    }
}

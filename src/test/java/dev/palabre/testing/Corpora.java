package dev.palabre.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Collections of hostile and odd strings that stand beside the repository; tests that need them are skipped without. */
public final class Corpora {
    private Corpora() {}

    /** A file of the corpora; aborts the calling test where they are not there. */
    public static Path file(String path) {
        var file = root().resolve(path);
        assumeTrue(Files.isReadable(file), "skipped: no corpora here; name their folder in PALABRE_CORPORA");
        return file;
    }

    private static Path root() {
        var named = System.getenv("PALABRE_CORPORA");
        if (named != null) {
            return Path.of(named);
        }
        // Beside the repository, or beside whatever holds a checkout of it.
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            var beside = at.resolveSibling("shared").resolve("corpora");
            if (Files.isDirectory(beside)) {
                return beside;
            }
        }
        return Path.of("../shared/corpora");
    }
}

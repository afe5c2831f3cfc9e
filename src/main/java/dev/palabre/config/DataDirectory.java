package dev.palabre.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * Where the data is kept. PostgreSQL never runs as root, so that a data folder below one that only root may enter, such as
 * {@code /root}, is of no use to it: then the default moves to where services keep their data.
 */
final class DataDirectory {
    private static final Path OF_SERVICES = Path.of("/var/lib/palabre");

    private DataDirectory() {}

    /** The folder for an option's text; only the default moves, never what somebody chose. */
    static Path of(String text, String user) {
        var folder = Path.of(text).toAbsolutePath().normalize();
        var chosen = !text.equals(Option.DATA_DIR.byDefault());
        return chosen || !user.equals("root") || open(folder) ? folder : OF_SERVICES;
    }

    private static boolean open(Path folder) {
        try {
            for (var at = folder.getParent(); at != null; at = at.getParent()) {
                if (Files.exists(at)
                        && !Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }
}

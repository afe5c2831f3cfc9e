package dev.palabre.db.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, taken out of the class path once per version.
 *
 * @param home the folder that has {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path home) {
    /** The version of the artifact in {@code pom.xml}. */
    static final String VERSION = "17.11.0";

    static final String MAJOR = "17";
    static final String FOLDER = "postgresql-";

    static PostgresBinaries of(DataFolder folder) {
        return new PostgresBinaries(folder.root().resolve(FOLDER + VERSION));
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /** Takes the programs out of the class path, unless that is done. */
    void extract(DataFolder folder) throws IOException {
        if (Files.isDirectory(home)) {
            return;
        }
        var scratch = folder.scratch();
        try (var archive = archive();
                var tar = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (isNeeded(entry)) {
                    write(tar, entry, inside(scratch, entry));
                }
            }
        }
        settle(scratch, folder);
        folder.finish(scratch, home);
    }

    private static InputStream archive() {
        var name = "/postgres-" + system() + "-" + architecture() + ".txz";
        var archive = PostgresBinaries.class.getResourceAsStream(name);
        if (archive == null) {
            throw new EmbeddedDatabaseException("This build of Palabre carries no PostgreSQL for " + system() + " on "
                    + architecture() + "; give the address of a PostgreSQL server in PALABRE_DATABASE_URL");
        }
        return archive;
    }

    private static String system() {
        var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name;
    }

    private static String architecture() {
        var name = System.getProperty("os.arch");
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> name;
        };
    }

    /** False for what serves only to compile extensions. */
    private static boolean isNeeded(TarArchiveEntry entry) {
        var name = entry.getName();
        return !name.endsWith(".a") && !name.contains("/pgxs/") && !name.contains("/pkgconfig/");
    }

    private static Path inside(Path scratch, TarArchiveEntry entry) {
        var path = scratch.resolve(entry.getName()).normalize();
        if (!path.startsWith(scratch)) {
            throw new EmbeddedDatabaseException("The archive of PostgreSQL names a file outside its folder");
        }
        return path;
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.createDirectories(path.getParent());
            Files.copy(tar, path);
            mode(path, (entry.getMode() & 0b001_000_000) == 0 ? "rw-r--r--" : "rwxr-xr-x");
        }
    }

    /** Opens the folders to the server's user, whatever the umask, and brings all files to the disk. */
    private static void settle(Path scratch, DataFolder folder) throws IOException {
        try (var paths = Files.walk(scratch)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                folder.own(path);
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    mode(path, "rwxr-xr-x");
                }
            }
        }
        // At once: file by file, a thousand of them take a second. Where the command is missing, the system writes
        // soon.
        new ProcessRunner(folder.root(), List.of()).run(List.of("sync", "-f", scratch.toString()));
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}

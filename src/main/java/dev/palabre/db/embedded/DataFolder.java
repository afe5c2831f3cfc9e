package dev.palabre.db.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds the database, its binaries, its passwords and the lock of those who use it.
 *
 * @param root its real path
 * @param uid the user id of this process
 */
record DataFolder(Path root, int uid) {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
    private static final String UNFINISHED = ".unfinished-";

    /** Creates the folder where needed and checks that this process may write in it. */
    static DataFolder prepare(Path directory) {
        try {
            var root = Files.createDirectories(directory.toAbsolutePath()).toRealPath();
            if (Files.exists(root.resolve("PG_VERSION"))) {
                throw new EmbeddedDatabaseException(
                        root + " is itself a PostgreSQL data directory, not one of Palabre's;"
                                + " choose another PALABRE_DATA_DIR, or give the address of that server in PALABRE_DATABASE_URL");
            }
            var probe = Files.createTempFile(root, UNFINISHED, "");
            var uid = uid(probe);
            Files.delete(probe);
            return new DataFolder(root, uid);
        } catch (IOException | UnsupportedOperationException refused) {
            throw new EmbeddedDatabaseException(
                    "Palabre cannot write in its data directory " + directory.toAbsolutePath() + " as "
                            + System.getProperty("user.name")
                            + "; make it writable or choose another PALABRE_DATA_DIR (" + refused + ")",
                    refused);
        }
    }

    Path lock() {
        return root.resolve("database.lock");
    }

    Path cluster() {
        return root.resolve("database");
    }

    Path startLog() {
        return root.resolve("database-start.log");
    }

    boolean ofRoot() {
        return uid == 0;
    }

    /** Gives what root has just made to the folder's owner, who may run Palabre without root another day. */
    Path own(Path made) throws IOException {
        if (ofRoot()) {
            give(made, uid(root), gid(root));
        }
        return made;
    }

    /** A new private folder for something half done: {@link #finish} gives it its name, {@link #sweep} forgets it. */
    Path scratch() throws IOException {
        return Files.createTempDirectory(root, UNFINISHED);
    }

    /** Puts what is ready in its place, in one step that a power cut leaves done or not done. */
    void finish(Path ready, Path place) throws IOException {
        Files.move(ready, place, StandardCopyOption.ATOMIC_MOVE);
        force(root);
    }

    /** Removes what an interrupted preparation left, and the binaries of other versions. */
    void sweep(Path binaries) throws IOException {
        try (var children = Files.newDirectoryStream(root, child -> obsolete(child, binaries))) {
            for (var child : children) {
                delete(child);
            }
        } catch (FileSystemException busy) {
            LOG.debug("Something of an interrupted start is still written to; the next start removes it", busy);
        }
    }

    private static boolean obsolete(Path child, Path binaries) {
        var name = child.getFileName().toString();
        return name.startsWith(UNFINISHED) || (name.startsWith(PostgresBinaries.FOLDER) && !child.equals(binaries));
    }

    static void give(Path made, int uid, int gid) throws IOException {
        Files.setAttribute(made, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(made, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }

    static int uid(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    static int gid(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    }

    static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

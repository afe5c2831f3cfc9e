package dev.palabre.db.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which processes use a data folder, by locks on its lock file that the system drops when a process dies, however it dies.
 * One byte is the gate: whoever starts, joins or stops the server holds it alone, for a moment. Another is held, shared, by
 * every user for as long as it uses the server. A process must open the file once only: closing any descriptor of it drops
 * all its locks.
 */
final class DataDirectoryLock implements AutoCloseable {
    private static final long GATE = 0;
    private static final long USERS = 1;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path file;
    private final FileChannel channel;
    private @Nullable FileLock shared;

    private DataDirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static DataDirectoryLock open(DataFolder folder) throws IOException {
        var file = folder.lock();
        var isNew = !Files.exists(file);
        // Private, or any user of the machine could hold the locks; no link, or root could be led to write elsewhere.
        var channel = FileChannel.open(
                file,
                Set.of(CREATE, READ, WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        if (isNew) {
            folder.own(file);
        }
        return new DataDirectoryLock(file, channel);
    }

    /** Waits until no other process starts, joins or stops the server. */
    FileLock gate() throws IOException {
        var deadline = PollDeadline.in(PATIENCE);
        do {
            var lock = channel.tryLock(GATE, 1, false);
            if (lock != null) {
                return lock;
            }
        } while (deadline.pause());
        throw new EmbeddedDatabaseException("Another Palabre has been starting or stopping the database for "
                + PATIENCE.toMinutes() + " minutes and holds " + file + "; stop that process, then start again");
    }

    /** Counts this process among the users. */
    void enter() throws IOException {
        shared = channel.lock(USERS, 1, true);
    }

    /** Counts this process no more. */
    void leave() throws IOException {
        if (shared != null) {
            shared.release();
            shared = null;
        }
    }

    /** Whether no process is among the users; only meant behind the gate and outside of {@link #enter}. */
    boolean isEmpty() throws IOException {
        try (var all = channel.tryLock(USERS, 1, false)) {
            return all != null;
        }
    }

    /** Notes where process numbers mean something: in this container, since the machine's start. */
    void sign() throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(machine().getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** Whether the last to start a server lived where we see its processes. */
    boolean isSignedHere() throws IOException {
        var signature = ByteBuffer.allocate((int) channel.size());
        channel.read(signature, 0);
        return StandardCharsets.UTF_8.decode(signature.flip()).toString().equals(machine());
    }

    private static String machine() throws IOException {
        var boot = Path.of("/proc/sys/kernel/random/boot_id");
        var processes = Path.of("/proc/self/ns/pid");
        return Files.exists(boot)
                ? Files.readString(boot).strip() + " " + Files.readSymbolicLink(processes)
                : "this machine";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package dev.palabre.privacy.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code erasures.jsonl} in the data folder: a line of JSON for each erasure, outside the database, so that a restore does
 * not take it back. Several processes may use one folder. All of it blocks.
 */
final class ErasureFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** A lock of a file keeps other processes out, and refuses another thread rather than let it wait. */
    private static final Object THREADS = new Object();

    private final Path file;
    private final Path lock;

    ErasureFile(Path dataFolder) {
        file = dataFolder.resolve("erasures.jsonl").toAbsolutePath();
        lock = dataFolder.resolve("erasures.lock").toAbsolutePath();
    }

    Path path() {
        return file;
    }

    /** Adds lines; they are on the disk when it returns. */
    void append(List<ErasureRecord> erased) {
        var text = new StringBuilder();
        erased.forEach(each -> text.append(each.line()).append('\n'));
        alone("kept", () -> {
            try (var channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), OWN)) {
                channel.position(channel.size());
                // A line that a crash cut off must not swallow the next one.
                write(channel, isCutOff(channel) ? "\n" + text : text.toString());
            }
        });
    }

    /** Hands every line that can be read to somebody; answers how many cannot. */
    static int read(Path file, Consumer<ErasureRecord> each) {
        var unreadable = 0;
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var erased = ErasureRecord.read(line);
                erased.ifPresent(each);
                unreadable += erased.isPresent() || line.isBlank() ? 0 : 1;
            }
            return unreadable;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The same of this file, which need not be there yet. */
    void read(Consumer<ErasureRecord> each) {
        if (Files.exists(file)) {
            read(file, each);
        }
    }

    /** Drops the lines that are older. */
    void drop(Instant before) {
        if (!Files.exists(file)) {
            return;
        }
        alone("shortened", () -> {
            var kept = new StringBuilder();
            var old = new int[1];
            read(file, each -> {
                if (each.at().isBefore(before)) {
                    old[0]++;
                } else {
                    kept.append(each.line()).append('\n');
                }
            });
            if (old[0] > 0) {
                replace(kept.toString());
            }
        });
    }

    private void replace(String text) throws IOException {
        var fresh = Files.createTempFile(file.getParent(), "erasures", ".new", OWN);
        try {
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                write(channel, text);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private interface Work {
        void go() throws IOException;
    }

    private void alone(String what, Work work) {
        synchronized (THREADS) {
            try {
                Files.createDirectories(file.getParent());
                try (var channel =
                        FileChannel.open(lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWN)) {
                    // Let go with the channel.
                    channel.lock();
                    work.go();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be " + what + ": " + e.getMessage(), e);
            }
        }
    }

    private static boolean isCutOff(FileChannel channel) throws IOException {
        var last = ByteBuffer.allocate(1);
        return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
    }

    private static void write(FileChannel channel, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }
}

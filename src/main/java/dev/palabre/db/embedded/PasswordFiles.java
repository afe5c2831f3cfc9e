package dev.palabre.db.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** The generated passwords, each alone in a file that only its owner reads. */
record PasswordFiles(DataFolder folder) {
    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The role that only the launcher uses. */
    Path superuser() {
        return folder.root().resolve("superuser.password");
    }

    /** The application's role; the file exists once role and database do. */
    Path application() {
        return folder.root().resolve("palabre.password");
    }

    static String generate() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Optional<String> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    void keep(String password, Path file) throws IOException {
        var scratch = folder.scratch();
        var written = folder.own(write(password, scratch.resolve("password")));
        folder.finish(written, file);
        Files.delete(scratch);
    }

    /** Writes a file of mode 0600, private from its first moment. */
    static Path write(String password, Path file) throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(file, options, mode)) {
            channel.write(ByteBuffer.wrap((password + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        return file;
    }
}

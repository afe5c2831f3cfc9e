package dev.palabre.db.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of itself in {@code postmaster.pid}.
 *
 * @param pid its process
 * @param port its TCP port, 0 while it has none
 * @param ready whether it takes connections
 */
record PostmasterFile(long pid, int port, boolean ready) {
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** Reads the file; empty when there is none or it is cut short. */
    static Optional<PostmasterFile> read(Path cluster) throws IOException {
        if (!Files.exists(file(cluster))) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(file(cluster));
        // A negative number is that of a single-user server.
        var pid = Math.abs(number(lines, 0));
        return pid == 0
                ? Optional.empty()
                : Optional.of(new PostmasterFile(pid, (int) number(lines, PORT_LINE), isReady(lines)));
    }

    /** The server that runs on a cluster now; a file that names a dead or a foreign process names none. */
    static Optional<PostmasterFile> running(Path cluster) throws IOException {
        return read(cluster).filter(postmaster -> postmaster.serves(cluster));
    }

    /** Whether the process is alive and a PostgreSQL server of this cluster: numbers are given again to others. */
    boolean serves(Path cluster) {
        var command = command();
        if (command.isEmpty() || !("/" + command.get(0)).endsWith("/postgres")) {
            return false;
        }
        try {
            return Files.readSymbolicLink(Path.of("/proc", String.valueOf(pid), "cwd"))
                    .equals(cluster);
        } catch (IOException hidden) {
            // Root without CAP_SYS_PTRACE, as in a container; or no /proc. In doubt, it is the server.
            int option = command.indexOf("-D") + 1;
            return option == 0
                    || option == command.size()
                    || command.get(option).equals(cluster.toString());
        }
    }

    private List<String> command() {
        var file = Path.of("/proc", String.valueOf(pid), "cmdline");
        try {
            return Files.exists(Path.of("/proc/self"))
                    ? Arrays.asList(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0", -1))
                    : asked();
        } catch (IOException gone) {
            return List.of();
        }
    }

    private List<String> asked() {
        return ProcessHandle.of(pid).flatMap(process -> process.info().command()).stream()
                .toList();
    }

    private static boolean isReady(List<String> lines) {
        return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    }

    private static long number(List<String> lines, int line) {
        try {
            return lines.size() > line ? Long.parseLong(lines.get(line).strip()) : 0;
        } catch (NumberFormatException cutShort) {
            return 0;
        }
    }
}

package dev.palabre.db.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the server of a cluster; the caller holds the gate. */
record PostgresProcess(PostgresBinaries binaries, DatabaseCluster cluster) {
    static final String HOST = "127.0.0.1";
    private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LAST_LINES = 5;

    /** On the command line, so that no configuration file undoes what keeps people's words. */
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=" + HOST,
            // Inside the data directory, which is private; relative, for the path of a socket has at most 107 bytes.
            "unix_socket_directories=.",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "password_encryption=scram-sha-256");

    /** The server that answers now, once it has finished to start; empty when there is none or it has just stopped. */
    Optional<PostmasterFile> running() throws IOException {
        var deadline = PollDeadline.in(PATIENCE);
        var found = PostmasterFile.running(cluster.path());
        while (found.isPresent() && !found.get().ready()) {
            if (!deadline.pause()) {
                throw new EmbeddedDatabaseException("The database server of " + cluster.path() + " (process "
                        + found.get().pid() + ") has been starting, perhaps after a crash, or stopping for "
                        + PATIENCE.toSeconds() + " s; see " + log()
                        + " and wait, or end that process, then start again");
            }
            found = PostmasterFile.running(cluster.path());
        }
        return found;
    }

    /** Starts the server; ready when it says so. */
    PostmasterFile start(OsUser account) throws IOException {
        int port = freePort(forgetLast());
        Files.deleteIfExists(output());
        cluster.folder().own(Files.createFile(output()));
        var deadline = PollDeadline.in(PATIENCE);
        do {
            awaitSign(account.commands().detach(command(port), output()), deadline);
            // Usually the one just started; else the one that a process killed in the act had started.
            var started = running();
            if (started.isPresent()) {
                return started.get();
            }
            // Another program may have taken the port since, or processes of a killed server are still ending.
            if (isFree(port) && !isStillHeld()) {
                break;
            }
            port = freePort(port);
        } while (deadline.pause());
        throw new EmbeddedDatabaseException("The database server of " + cluster.path() + " did not start: " + reason());
    }

    /** Stops the server: its connections end, what is committed is on the disk. */
    void stop(OsUser account) throws IOException {
        var found = PostmasterFile.running(cluster.path());
        if (found.isEmpty()) {
            return;
        }
        var server = found.get();
        var deadline = PollDeadline.in(PATIENCE);
        // SIGINT; the SIGTERM that Java could send waits for the clients to leave.
        var result = account.commands().run(List.of("sh", "-c", "kill -INT \"$0\"", String.valueOf(server.pid())));
        while (server.serves(cluster.path())) {
            if (result.status() != 0 || !deadline.pause()) {
                LOG.warn("The database server (process {}) has not stopped yet {}", server.pid(), result.output());
                return;
            }
        }
    }

    /** Waits until the server has written its file, or has ended. */
    private void awaitSign(Process process, PollDeadline deadline) throws IOException {
        while (process.isAlive() && PostmasterFile.running(cluster.path()).isEmpty()) {
            if (!deadline.pause()) {
                return;
            }
        }
    }

    /**
     * Removes what a killed server left; its process number, or that of its socket's lock, may be another's now, and then
     * PostgreSQL would not start. Returns the port that it had, which its clients may still be trying, or 0.
     */
    private int forgetLast() throws IOException {
        var file = PostmasterFile.file(cluster.path());
        if (!Files.exists(file)) {
            return 0;
        }
        int port = PostmasterFile.read(cluster.path()).map(PostmasterFile::port).orElse(0);
        Files.delete(file);
        try (var sockets = Files.newDirectoryStream(cluster.path(), ".s.PGSQL.*")) {
            for (var socket : sockets) {
                Files.delete(socket);
            }
        }
        return port;
    }

    private List<String> command(int port) {
        var command = new ArrayList<>(
                List.of(binaries.program("postgres"), "-D", cluster.path().toString(), "-p", String.valueOf(port)));
        SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }

    private static int freePort(int wanted) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(loopback(), isFree(wanted) ? wanted : 0));
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(loopback(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private boolean isStillHeld() throws IOException {
        return read(output()).contains("pre-existing shared memory block");
    }

    /** What the server said before it had a log, and the end of its log. */
    private String reason() throws IOException {
        var reason = read(output());
        if (Files.isDirectory(log())) {
            try (var files = Files.list(log())) {
                var newest =
                        files.max(Comparator.comparing(file -> file.toFile().lastModified()));
                var lines = newest.isPresent() ? read(newest.get()).lines().toList() : List.<String>of();
                reason += String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
            }
        }
        return reason;
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private Path log() {
        return cluster.path().resolve("log");
    }

    private Path output() {
        return cluster.folder().startLog();
    }
}

package dev.palabre.db.embedded;

import dev.palabre.db.DatabaseAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Another Palabre, as far as the database goes: a process that opens a directory and says on stdout what it does. */
final class EmbeddedDatabaseProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final int port;

    private EmbeddedDatabaseProcess(Process process) throws IOException {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.port = nextNumber();
    }

    /** Starts a process that opens the directory until it is told to leave. */
    static EmbeddedDatabaseProcess open(Path directory) throws IOException {
        return start(directory, "stay");
    }

    /** Starts a process that inserts a row after another, and says the number of each once it is committed. */
    static EmbeddedDatabaseProcess write(Path directory) throws IOException {
        return start(directory, "write");
    }

    private static EmbeddedDatabaseProcess start(Path directory, String task) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedDatabaseProcess.class.getName(),
                directory.toString(),
                task);
        return new EmbeddedDatabaseProcess(
                command.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    int port() {
        return port;
    }

    int nextNumber() throws IOException {
        var line = output.readLine();
        if (line == null) {
            throw new IOException("The other process has ended");
        }
        return Integer.parseInt(line);
    }

    /** Kills the process as a power cut would, and returns the last number that it said. */
    int kill() throws IOException {
        // By its handle: the process itself would close the stream that we still read.
        process.toHandle().destroyForcibly();
        int last = 0;
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            last = Integer.parseInt(line);
        }
        return last;
    }

    /** Lets the process leave the database and end. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    /** Runs in the other process. */
    public static void main(String[] arguments) throws IOException, SQLException {
        try (var database = EmbeddedDatabase.open(Path.of(arguments[0]))) {
            System.out.println(database.address().port());
            if (arguments[1].equals("write")) {
                writeForEver(database.address());
            }
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }

    private static void writeForEver(DatabaseAddress address) throws SQLException {
        try (var connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS written");
            statement.execute("CREATE TABLE written (number integer)");
            for (int number = 1; number > 0; number++) {
                statement.execute("INSERT INTO written (number) VALUES (" + number + ")");
                System.out.println(number);
            }
        }
    }
}

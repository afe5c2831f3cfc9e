package dev.palabre.testing;

import dev.palabre.db.DatabaseAddress;
import dev.palabre.db.Migrations;
import dev.palabre.db.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/** One embedded PostgreSQL for all tests of a JVM, and a database of its own for whoever asks. */
public final class Postgres {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final EmbeddedDatabase SERVER = start();

    private Postgres() {}

    /** A new, empty database with the newest schema. */
    public static DatabaseAddress fresh() {
        var address = empty();
        Migrations.run(address);
        return address;
    }

    /** A new database without any schema. */
    public static DatabaseAddress empty() {
        return SERVER.createDatabase("test_" + COUNT.incrementAndGet());
    }

    private static EmbeddedDatabase start() {
        try {
            var directory = Files.createTempDirectory("palabre-test");
            var server = EmbeddedDatabase.open(directory);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                delete(directory);
            }));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // A folder left behind in the temp directory fails no test.
        }
    }
}

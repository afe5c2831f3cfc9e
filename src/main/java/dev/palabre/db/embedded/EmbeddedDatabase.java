package dev.palabre.db.embedded;

import dev.palabre.db.DatabaseAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The PostgreSQL that Palabre runs itself, in its data directory, when nobody gives it one. It survives the process that
 * started it for as long as another process uses it. All methods block: they are for the start, the end and commands.
 *
 * <pre>{@code
 * try (var embedded = EmbeddedDatabase.open(Path.of("palabre-data"))) {
 *     var address = embedded.address();
 * }
 * }</pre>
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private final LocalPostgres.Membership membership;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedDatabase(LocalPostgres.Membership membership) {
        this.membership = membership;
    }

    /**
     * Starts the database of a directory, making both where needed, or joins the one that another process runs there. The
     * first start takes some seconds, the others a fraction of one.
     *
     * @throws dev.palabre.db.embedded.EmbeddedDatabaseException with a sentence that says what to do, when the
     *     directory cannot be written, belongs to another PostgreSQL, or the server does not start
     */
    public static EmbeddedDatabase open(Path directory) {
        return new EmbeddedDatabase(LocalPostgres.join(directory));
    }

    /** Returns the application's database; its role owns that database and is no superuser. */
    public DatabaseAddress address() {
        var name = LocalPostgres.APPLICATION;
        return new DatabaseAddress(
                LocalPostgres.HOST, membership.port(), name, name, membership.password(), DatabaseAddress.Tls.DISABLE);
    }

    /**
     * Makes one more database, empty and owned by the application's role, which may not do so itself.
     *
     * @param name a to z, 0 to 9 and _
     * @return its address
     */
    public DatabaseAddress createDatabase(String name) {
        membership.server().createDatabase(name);
        return address().withDatabase(name);
    }

    /** Leaves the database; the last to leave stops it, with all that was committed on the disk. A second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            membership.server().leave();
        }
    }
}

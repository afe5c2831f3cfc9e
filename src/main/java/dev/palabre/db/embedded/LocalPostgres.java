package dev.palabre.db.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of one data folder, shared by all who use it: in this process, counted here; in other processes, by locks.
 * Whoever comes first starts it, whoever leaves last stops it.
 */
public final class LocalPostgres {
    /** Where it listens. */
    public static final String HOST = PostgresProcess.HOST;

    /** The role without privileges that owns the databases, and the name of the first of them. */
    public static final String APPLICATION = DatabaseRoles.APPLICATION;

    private static final Logger LOG = LoggerFactory.getLogger(LocalPostgres.class);

    /** One per folder, for locks belong to the process. Also the monitor of all joining and leaving. */
    private static final Map<Path, LocalPostgres> USED = new HashMap<>();

    /** Before a server that ended is started again, so that one that cannot live does not keep the machine busy. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final DataFolder folder;
    private final PostgresBinaries binaries;
    private final PasswordFiles passwords;
    private final DatabaseCluster cluster;
    private final PostgresProcess server;
    private final DataDirectoryLock occupancy;
    private int users;

    private LocalPostgres(DataFolder folder) throws IOException {
        this.folder = folder;
        this.binaries = PostgresBinaries.of(folder);
        this.passwords = new PasswordFiles(folder);
        this.cluster = new DatabaseCluster(folder, passwords);
        this.server = new PostgresProcess(binaries, cluster);
        this.occupancy = DataDirectoryLock.open(folder);
    }

    /**
     * What a user needs to know.
     *
     * @param server the server, to leave it
     * @param port its TCP port
     * @param password that of {@link #APPLICATION}
     */
    public record Membership(LocalPostgres server, int port, String password) {}

    /**
     * Starts the server of a folder, or joins the one that runs.
     *
     * @throws EmbeddedDatabaseException when this is not possible
     */
    public static Membership join(Path directory) {
        synchronized (USED) {
            var folder = DataFolder.prepare(directory);
            try {
                var used = USED.get(folder.root());
                return (used == null ? new LocalPostgres(folder) : used).join();
            } catch (IOException failure) {
                throw new EmbeddedDatabaseException(
                        "The embedded database in " + folder.root() + " does not start: " + failure, failure);
            }
        }
    }

    /**
     * Makes an empty database that {@link #APPLICATION} owns.
     *
     * @throws EmbeddedDatabaseException when there is one of this name
     */
    public void createDatabase(String name) {
        try {
            var running = server.running()
                    .orElseThrow(() -> new EmbeddedDatabaseException("The embedded database does not run; try again"));
            new DatabaseRoles(passwords, running.port()).createDatabase(name);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Leaves the server, and stops it when nobody else uses it. */
    public void leave() {
        // An interrupted thread could not lock, and the server would stay.
        var interrupted = Thread.interrupted();
        synchronized (USED) {
            users--;
            if (users == 0) {
                leaveForGood();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Membership join() throws IOException {
        try {
            var gate = occupancy.gate();
            try {
                return enter();
            } finally {
                gate.release();
            }
        } finally {
            if (users == 0) {
                occupancy.close();
            }
        }
    }

    private Membership enter() throws IOException {
        cluster.check();
        var postmaster = postmaster();
        try {
            var password = new DatabaseRoles(passwords, postmaster.port()).prepare();
            if (users == 0) {
                occupancy.enter();
                USED.put(folder.root(), this);
                watch(postmaster);
            }
            users++;
            return new Membership(this, postmaster.port(), password);
        } finally {
            if (users == 0) {
                stopUnused();
            }
        }
    }

    private PostmasterFile postmaster() throws IOException {
        var running = server.running();
        return running.isPresent() ? running.get() : start();
    }

    private PostmasterFile start() throws IOException {
        if (users == 0 && !occupancy.isEmpty() && !occupancy.isSignedHere()) {
            throw new EmbeddedDatabaseException(
                    folder.root() + " is in use by a Palabre in another container or on another"
                            + " machine; stop that one first, or let both use one server with PALABRE_DATABASE_URL");
        }
        long begin = System.nanoTime();
        var account = OsUser.fitting(folder);
        folder.sweep(binaries.home());
        binaries.extract(folder);
        if (!cluster.exists()) {
            cluster.create(binaries, account);
        }
        var postmaster = server.start(account);
        occupancy.sign();
        LOG.debug("Started PostgreSQL {} in {} ms", PostgresBinaries.VERSION, (System.nanoTime() - begin) / 1_000_000);
        return postmaster;
    }

    /** Starts the server again, on its port, should it end while it is used: whoever kills it does not ask us. */
    private void watch(PostmasterFile postmaster) {
        var again = CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        ProcessHandle.of(postmaster.pid()).ifPresent(process -> {
            var unused = process.onExit().thenRunAsync(this::revive, again);
        });
    }

    private void revive() {
        synchronized (USED) {
            if (users == 0) {
                return;
            }
            LOG.warn("The database server in {} has ended while it was used; starting it again", folder.root());
            try {
                var gate = occupancy.gate();
                try {
                    watch(postmaster());
                } finally {
                    gate.release();
                }
            } catch (IOException | EmbeddedDatabaseException failure) {
                LOG.error("The database server in {} does not start again", folder.root(), failure);
            }
        }
    }

    private void leaveForGood() {
        USED.remove(folder.root());
        try (var closing = occupancy) {
            var gate = closing.gate();
            try {
                closing.leave();
                stopUnused();
            } finally {
                gate.release();
            }
        } catch (IOException | EmbeddedDatabaseException failure) {
            LOG.warn("The database server in {} goes on running; the next Palabre joins it", folder.root(), failure);
        }
    }

    private void stopUnused() throws IOException {
        if (occupancy.isEmpty()) {
            server.stop(OsUser.fitting(folder));
        }
    }
}

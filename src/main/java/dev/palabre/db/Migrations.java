package dev.palabre.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a database's schema up to the one that this version needs. */
public final class Migrations {
    /** The newest migration; a test holds it to that. */
    static final String NEWEST = "28";

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** For how long a lock is tried for, as long as a dump may take; readers are not kept meanwhile. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final Duration PAUSE = Duration.ofMillis(700);

    private Migrations() {}

    /**
     * Migrates where the schema is behind; several nodes at once are safe. Blocks. Flyway itself takes half a second to
     * start, hence the look beforehand.
     *
     * @throws IllegalStateException with a sentence for the operator where the database is of no use
     */
    public static void run(DatabaseAddress address) {
        try (var connection = DriverManager.getConnection(address.jdbcUrl(), properties(address))) {
            refuseUnsafe(connection);
            var installed = installed(connection);
            if (installed > Integer.parseInt(NEWEST)) {
                throw new IllegalStateException("The tables of " + address + " are of a newer Palabre (schema "
                        + installed + "; this one knows " + NEWEST
                        + "): start that version, or restore the dump made before the upgrade");
            }
            if (installed == Integer.parseInt(NEWEST)) {
                return;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database " + address + " cannot be used: " + e.getMessage(), e);
        }
        migrate(address, flyway(address), PATIENCE);
    }

    /**
     * Migrates without keeping readers waiting: a change that does not get its lock at once gives up its place in the queue
     * of the table, behind which every reader would stand, and is tried again.
     */
    static void migrate(DatabaseAddress address, FluentConfiguration flyway, Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                flyway.load().migrate();
                return;
            } catch (FlywayException e) {
                if (!isLocked(e) || System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "The tables of " + address + " could not be brought up to date: " + e.getMessage(), e);
                }
                LOG.info("waiting for a lock to bring the tables up to date; a dump or a long query may hold it");
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static boolean isLocked(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** A server that accepts and then says nothing must not keep anybody waiting for ever. */
    private static Properties properties(DatabaseAddress address) {
        var properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("loginTimeout", "20");
        properties.setProperty("socketTimeout", "30");
        return properties;
    }

    static FluentConfiguration flyway(DatabaseAddress address) {
        return Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .initSql("SET lock_timeout = '300ms'")
                .locations("classpath:db/migration")
                .javaMigrations(new CanonicalEmailMigration())
                .validateMigrationNaming(true);
    }

    private static int installed(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT coalesce(max(split_part(version, '.', 1)::int), 0) FROM flyway_schema_history WHERE success
                        """)) {
            return rows.next() ? rows.getInt(1) : 0;
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    /** What has been acknowledged must have been committed to disk: a server that does not do so is no place for it. */
    private static void refuseUnsafe(Connection connection) throws SQLException {
        refuse(connection, "fsync", "off", "it would lose comments in a crash; set fsync = on in postgresql.conf");
        refuse(
                connection,
                "synchronous_commit",
                "off",
                "it would lose acknowledged comments in a crash; set synchronous_commit = on");
        refuse(connection, "full_page_writes", "off", "it could be corrupted by a crash; set full_page_writes = on");
        refuse(
                connection,
                "server_encoding",
                "SQL_ASCII",
                "it cannot hold every language; create the database with ENCODING 'UTF8'");
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW server_version_num")) {
            if (rows.next() && rows.getInt(1) < 140_000) {
                throw new IllegalStateException("The database server is too old: use PostgreSQL 14 or newer");
            }
        }
    }

    private static void refuse(Connection connection, String setting, String bad, String why) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT current_setting(?)")) {
            statement.setString(1, setting);
            try (var rows = statement.executeQuery()) {
                if (rows.next() && bad.equals(rows.getString(1))) {
                    throw new IllegalStateException("The database is not safe (" + setting + " = " + bad + "): " + why);
                }
            }
        }
    }
}

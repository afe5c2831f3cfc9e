package dev.palabre.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings a database's schema up to the one that this version needs. */
public final class Migrations {
    /** The newest migration among the resources; a test holds it to that. */
    static final String NEWEST = "9";

    private static final String UNDEFINED_TABLE = "42P01";

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
            if (NEWEST.equals(installed(connection))) {
                return;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database " + address + " cannot be used: " + e.getMessage(), e);
        }
        try {
            flyway(address).load().migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The tables of " + address + " could not be brought up to date: " + e.getMessage(), e);
        }
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
                .locations("classpath:db/migration")
                .validateMigrationNaming(true);
    }

    private static String installed(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT version FROM flyway_schema_history
                        WHERE success ORDER BY installed_rank DESC LIMIT 1
                        """)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return "";
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

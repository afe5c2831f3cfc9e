package dev.palabre.db.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** Makes the application's role and its databases, as the superuser that nobody else is. */
record DatabaseRoles(PasswordFiles passwords, int port) {
    /** The application's role, and its database. */
    static final String APPLICATION = "palabre";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** Returns the application's password; the first time, after making its role and its database. */
    String prepare() throws IOException {
        var known = PasswordFiles.read(passwords.application());
        if (known.isPresent()) {
            return known.get();
        }
        var password = PasswordFiles.generate();
        try (var connection = connect()) {
            // Or a statement that fails is quoted in the server's log, with the password.
            execute(connection, "SET log_min_error_statement TO panic");
            if (isMissing(connection, "SELECT FROM pg_roles WHERE rolname = '" + APPLICATION + "'")) {
                execute(connection, "CREATE ROLE " + APPLICATION + " LOGIN");
            }
            execute(connection, "ALTER ROLE " + APPLICATION + " PASSWORD '" + password + "'");
            if (isMissing(connection, "SELECT FROM pg_database WHERE datname = '" + APPLICATION + "'")) {
                execute(connection, "CREATE DATABASE " + APPLICATION + " OWNER " + APPLICATION);
            }
        } catch (SQLException failure) {
            throw failed(failure);
        }
        passwords.keep(password, passwords.application());
        return password;
    }

    /** Makes one more empty database of the application's. */
    void createDatabase(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A database's name is made of a to z, 0 to 9 and _: " + name);
        }
        try (var connection = connect()) {
            execute(connection, "CREATE DATABASE \"" + name + "\" OWNER " + APPLICATION);
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    private Connection connect() throws IOException, SQLException {
        var url = "jdbc:postgresql://" + PostgresProcess.HOST + ":" + port + "/postgres?sslmode=disable";
        var password = PasswordFiles.read(passwords.superuser()).orElse("");
        return DriverManager.getConnection(url, DatabaseCluster.SUPERUSER, password);
    }

    private static boolean isMissing(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private EmbeddedDatabaseException failed(SQLException failure) {
        return new EmbeddedDatabaseException(
                "The embedded database refused its set-up: " + failure.getMessage() + ". If its passwords changed, put "
                        + passwords.superuser() + " back",
                failure);
    }
}

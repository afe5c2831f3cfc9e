package dev.palabre.db;

import java.sql.DriverManager;
import java.sql.SQLException;

/** Single statements, each on a connection of its own. */
public final class Queries {
    private Queries() {}

    /** Returns the first value of the first row. */
    public static String ask(DatabaseAddress address, String query) throws SQLException {
        try (var connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    public static void execute(DatabaseAddress address, String command) throws SQLException {
        try (var connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    public static boolean answers(DatabaseAddress address) {
        try {
            return ask(address, "SELECT 1").equals("1");
        } catch (SQLException notYet) {
            return false;
        }
    }
}

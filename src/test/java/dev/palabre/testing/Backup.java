package dev.palabre.testing;

import dev.palabre.db.DatabaseAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/** All rows of all tables of a database, as {@code pg_dump} has them. */
public final class Backup {
    private final Map<String, byte[]> tables = new LinkedHashMap<>();

    private Backup() {}

    /** Of every table that the schema has, whatever tables there are. */
    public static Backup of(DatabaseAddress database) {
        var backup = new Backup();
        try (var connection = connect(database)) {
            for (var table : names(connection)) {
                var bytes = new ByteArrayOutputStream();
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + table + " TO STDOUT", bytes);
                backup.tables.put(table, bytes.toByteArray());
            }
            return backup;
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows as text, by table. */
    public Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        tables.forEach((table, rows) -> texts.put(table, new String(rows, StandardCharsets.UTF_8)));
        return texts;
    }

    /** The files of a data folder as text, by name. */
    public static Map<String, String> files(Path folder) {
        var texts = new LinkedHashMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return texts;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the rows into a database that has the schema and nothing else. */
    public void restore(DatabaseAddress database) {
        try (var connection = connect(database)) {
            var left = new ArrayDeque<>(tables.keySet());
            // A table goes in once those are in that it refers to.
            for (int tries = 0; !left.isEmpty(); tries++) {
                var table = left.removeFirst();
                if (!table.equals("flyway_schema_history") && !copied(connection, table)) {
                    left.addLast(table);
                }
                if (tries > 1_000) {
                    throw new IllegalStateException("cannot be restored: " + left);
                }
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean copied(Connection connection, String table) throws SQLException, IOException {
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " FROM STDIN", new ByteArrayInputStream(tables.get(table)));
            return true;
        } catch (SQLException e) {
            if ("23503".equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private static List<String> names(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT quote_ident(table_name) FROM information_schema.tables
                        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name
                        """)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static Connection connect(DatabaseAddress database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}

package dev.palabre.transfer.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.Postgres;
import dev.palabre.transfer.exporter.ExportStore.Piece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing of a site is forgotten: what the schema has is exported, or is excluded for a reason that is written down. */
@Tag("server")
final class ExportStoreTest {
    private static final Path DOC = Path.of("docs/export.md");
    private static Connection connection;

    @BeforeAll
    static void open() throws SQLException {
        var address = Postgres.fresh();
        connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @Test
    void tables_ofASiteAreExportedOrExcluded() throws SQLException {
        var known = Stream.concat(
                        ExportStore.PIECES.stream().map(Piece::table), ExportStore.EXCLUDED_TABLES.keySet().stream())
                .filter(table -> !table.equals("sites"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(known).isEqualTo(new TreeSet<>(strings("""
                SELECT table_name FROM information_schema.columns
                WHERE table_schema = 'public' AND column_name = 'site_id'
                """)));
    }

    @Test
    void columns_ofAnExportedTableAreExportedOrExcluded() throws SQLException {
        for (var piece : ExportStore.PIECES) {
            for (var column : strings("SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
                    + " AND table_name = '" + piece.table() + "'")) {
                var left = ExportStore.EXCLUDED_COLUMNS.contains(column)
                        || ExportStore.EXCLUDED_COLUMNS.contains(piece.table() + "." + column);
                var named = Pattern.compile("\\b" + column + "\\b")
                        .matcher(piece.query().substring(0, piece.query().indexOf("FROM ")))
                        .find();
                assertThat(named).as(piece.table() + "." + column).isNotEqualTo(left);
            }
        }
    }

    @Test
    void secrets_areInNoPiece() {
        assertThat(ExportStore.PIECES).noneMatch(piece -> piece.query().matches("(?s).*(receipt_|password|token).*"));
    }

    @Test
    void document_describesEveryLineWithEveryFieldAndEveryExclusion() throws IOException, SQLException {
        var doc = Files.readString(DOC);
        var pieces = new ArrayList<>(List.of(ExportStore.HEADER));
        pieces.addAll(ExportStore.PIECES);
        for (var piece : pieces) {
            var section = section(doc, piece.type());
            assertThat(section).as(piece.type()).isNotEmpty();
            assertThat(documented(section)).as(piece.type()).isEqualTo(fields(piece));
        }
        assertThat(ExportStore.EXCLUDED_TABLES.keySet()).allMatch(table -> doc.contains("`" + table + "`"));
    }

    private static String section(String doc, String type) {
        var begin = doc.indexOf("\n### `" + type + "`");
        return begin < 0 ? "" : doc.substring(begin + 1, doc.indexOf("\n#", begin + 1));
    }

    private static Set<String> documented(String section) {
        return Pattern.compile("(?m)^\\| `(\\w+)`")
                .matcher(section)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names that a query gives its columns. */
    private static Set<String> fields(Piece piece) throws SQLException {
        var fields = new TreeSet<String>();
        try (var rows = connection
                .createStatement()
                .executeQuery(piece.query().replace("$1", "1").replaceAll("ORDER BY.*", "") + " LIMIT 0")) {
            for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                fields.add(rows.getMetaData().getColumnLabel(i));
            }
        }
        return fields;
    }

    private static List<String> strings(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var strings = new ArrayList<String>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        }
    }
}

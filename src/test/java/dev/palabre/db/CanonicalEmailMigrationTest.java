package dev.palabre.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.testing.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class CanonicalEmailMigrationTest {
    private static final String BEFORE = """
            INSERT INTO sites (key, name, origins) VALUES ('lsi', 'LSI', '{https://lsi.example}');
            INSERT INTO addresses (site_id, id, email, created_at, muted_at)
            SELECT 1, ('00000000-0000-7000-8000-00000000000' || n)::uuid, email, now() - (9 - n) * interval '1 day', muted
            FROM (VALUES
                (1, 'Awa@bücher.example', NULL), (2, 'awa@xn--bcher-kva.example', now()), (3, 'AWA@bücher。example', NULL),
                (4, 'Binta@example.org', NULL), (5, 'victim@maİl.example', NULL)) AS a (n, email, muted);
            INSERT INTO threads (site_id, id, page_key, url, title)
            SELECT 1, ('10000000-0000-7000-8000-00000000000' || n)::uuid, '/' || n, '/' || n, 't' FROM generate_series(1, 2) n;
            INSERT INTO comments (site_id, id, thread_id, status, text, html, lang, name, address_id)
            SELECT 1, gen_random_uuid(), '10000000-0000-7000-8000-000000000001', 'published', 't', 't', 'fr', 'n', id
            FROM addresses;
            INSERT INTO follows (site_id, id, thread_id, address_id, lang, wording, confirmed_at, rhythm)
            SELECT a.site_id, gen_random_uuid(), t.id, a.id, 'fr', 'w', c.at, CASE WHEN c.at IS NOT NULL THEN 'each' END
            FROM addresses a
            CROSS JOIN threads t
            CROSS JOIN LATERAL (SELECT CASE WHEN a.email LIKE 'awa%' THEN now() END AS at) AS c;
            INSERT INTO requests (site_id, id, address_id, kind, text, lang, due_at)
            SELECT 1, gen_random_uuid(), id, 'other', 't', 'fr', now() FROM addresses;
            INSERT INTO outbox (site_id, id, message_id, kind, subject_id, address_id, lang, state)
            SELECT 1, gen_random_uuid(), 'f' || id, 'follow-new', '20000000-0000-7000-8000-000000000001', id, 'fr', 'sent'
            FROM addresses;
            INSERT INTO outbox (site_id, id, message_id, kind, subject_id, address_id, lang)
            SELECT 1, gen_random_uuid(), 'p' || id, 'published', gen_random_uuid(), id, 'fr' FROM addresses;
            """;

    @Test
    void migrate_makesOneRowOfTheSpellingsOfOneAddressAndKeepsWhatHungOnThem() throws Exception {
        var database = Postgres.empty();
        Migrations.flyway(database).target("9").load().migrate();
        try (var connection = connect(database)) {
            connection.createStatement().execute(BEFORE);
        }

        Migrations.run(database);

        try (var connection = connect(database)) {
            assertThat(text(
                            connection,
                            "SELECT string_agg(email || '=' || canonical, ' ' ORDER BY email) FROM addresses"))
                    .isEqualTo("Awa@bücher.example=awa@xn--bcher-kva.example Binta@example.org=binta@example.org"
                            + " victim@maİl.example=victim@xn--mail-swc.example");
            assertThat(text(connection, per("comments"))).isEqualTo("Awa 3, Binta 1, victim 1");
            assertThat(text(connection, per("follows"))).isEqualTo("Awa 2, Binta 2, victim 2");
            assertThat(text(connection, "SELECT count(*) FROM follows WHERE confirmed_at IS NOT NULL"))
                    .isEqualTo("2");
            assertThat(text(connection, per("requests"))).isEqualTo("Awa 3, Binta 1, victim 1");
            assertThat(text(connection, per("outbox"))).isEqualTo("Awa 4, Binta 2, victim 2");
            assertThat(text(connection, "SELECT count(*) FROM addresses WHERE muted_at IS NOT NULL"))
                    .isEqualTo("1");
        }
    }

    @Test
    void addresses_areOneRowForEachCanonicalForm() throws Exception {
        try (var connection = connect(Postgres.fresh())) {
            connection.createStatement().execute("""
                    INSERT INTO sites (key, name, origins) VALUES ('lsi', 'LSI', '{https://lsi.example}');
                    INSERT INTO addresses (site_id, id, email) VALUES (1, gen_random_uuid(), 'Awa@Example.org')
                    """);
            assertThat(text(connection, "SELECT canonical FROM addresses")).isEqualTo("awa@example.org");
            for (var canonical : new String[] {"awa@example.org", "Binta@example.org", "awa@maİl.example", "awa", ""}) {
                assertThatThrownBy(() -> insert(connection, canonical)).isInstanceOf(SQLException.class);
            }
            insert(connection, "awa@mail.example");
        }
    }

    private static void insert(Connection connection, String canonical) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO addresses (site_id, id, email, canonical) VALUES (1, gen_random_uuid(), 'x@x.example', ?)")) {
            insert.setString(1, canonical);
            insert.execute();
        }
    }

    private static String per(String table) {
        return """
                SELECT string_agg(who || ' ' || many, ', ' ORDER BY who)
                FROM (
                    SELECT split_part(a.email, '@', 1) AS who, count(*) AS many
                    FROM %s x JOIN addresses a ON a.site_id = x.site_id AND a.id = x.address_id
                    GROUP BY 1) AS each
                """.formatted(table);
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    private static Connection connect(DatabaseAddress database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}

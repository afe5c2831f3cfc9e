package dev.palabre.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.db.Database;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.server.CleanupJobTest;
import dev.palabre.server.Infrastructure;
import dev.palabre.subscription.Subscriptions;
import dev.palabre.template.Messages;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a purge reads grows with what it removes and not with the tables. */
@Tag("server")
final class PurgeScaleTest {
    private static final List<String> TABLES =
            List.of("addresses", "comments", "follows", "idempotency_keys", "outbox", "requests", "used_links");

    /** In each table 40,000 rows that stay, and some that go. */
    private static final String ROWS = """
            INSERT INTO threads (site_id, id, page_key, url, title)
            SELECT id, gen_random_uuid(), '/', '/', 't' FROM sites;
            INSERT INTO addresses (site_id, id, email, created_at, claimed)
            SELECT s.id, gen_random_uuid(), n || '@example.org', now() - n % 60 * interval '12 hours', n > 200
            FROM sites s, generate_series(1, 40000) n;
            INSERT INTO comments (site_id, id, thread_id, status, text, html, lang, name, address_id)
            SELECT a.site_id, gen_random_uuid(), t.id, 'published', 't', 't', 'fr', 'n', a.id
            FROM addresses a JOIN threads t ON t.site_id = a.site_id;
            INSERT INTO addresses (site_id, id, email, created_at)
            SELECT s.id, gen_random_uuid(), n || '@old.example', now() - interval '3 days'
            FROM sites s, generate_series(1, 300) n;
            INSERT INTO follows (site_id, id, thread_id, address_id, lang, wording, asked_at, confirmed_at, rhythm)
            SELECT a.site_id, gen_random_uuid(), t.id, a.id, 'fr', 'w',
                now() - CASE WHEN n <= 300 THEN interval '8 days' ELSE interval '1 day' END,
                CASE WHEN n > 300 AND n % 2 = 0 THEN now() END, CASE WHEN n > 300 AND n % 2 = 0 THEN 'each' END
            FROM (SELECT *, row_number() OVER () AS n FROM addresses WHERE email LIKE '%@example.org') a
            JOIN threads t ON t.site_id = a.site_id;
            INSERT INTO idempotency_keys (site_id, key, request_digest, answer_id, answer_status, created_at)
            SELECT s.id, n::text, '', gen_random_uuid(), 'pending',
                now() - CASE WHEN n <= 300 THEN interval '25 hours' ELSE interval '1 hour' END
            FROM sites s, generate_series(1, 40300) n;
            INSERT INTO outbox (site_id, id, message_id, kind, subject_id, lang, state, created_at)
            SELECT s.id, gen_random_uuid(), s.id || 'm' || n, 'k' || n, gen_random_uuid(), 'fr',
                CASE n % 2 WHEN 0 THEN 'sent' ELSE 'waiting' END,
                now() - CASE WHEN n <= 600 THEN interval '31 days' ELSE interval '1 day' END
            FROM sites s, generate_series(1, 40600) n;
            INSERT INTO used_links (site_id, id, expires_at)
            SELECT s.id, gen_random_uuid(), now() - CASE WHEN n <= 300 THEN 2 ELSE 0 END * interval '1 hour'
            FROM sites s, generate_series(1, 40300) n;
            """;

    @Test
    void now_readsNoTableAsAWhole() throws Exception {
        try (var server = TestServer.start(Map.of())) {
            server.site("lsi", CommentDriver.SITE, Map.of());
            var ground = server.ground();
            var database = Postgres.fresh();
            try (var connection = connect(database)) {
                connection.createStatement().execute("""
                        INSERT INTO sites (key, name, origins) VALUES ('lsi', 'LSI', '{https://lsi.example}')
                        """);
                connection.createStatement().execute(ROWS);
                connection.createStatement().execute("VACUUM ANALYZE");
                var pool = new Database(ground.vertx(), database, new Database.Limits(2, 20, 3_000));
                var before = read(connection);

                Infrastructure.await(CleanupJobTest.cleanup(server, pool).run());
                Infrastructure.await(
                        new Subscriptions(pool, CleanupJobTest.outbox(server, pool), new Messages()).purge());

                Infrastructure.await(pool.close());
                var after = awaitDeleted(connection);
                for (var table : TABLES) {
                    assertThat(after.get(table) - before.get(table)).as(table).isLessThan(8_000);
                }
                assertThat(deleted(connection)).isEqualTo(300 + 300 + 300 + 300 + 300);
            }
        }
    }

    /** Statistics are there once the connections that read have ended. */
    private static Map<String, Long> awaitDeleted(Connection connection) throws SQLException {
        var until = Instant.now().plus(Duration.ofSeconds(20));
        while (deleted(connection) < 1_500 && Instant.now().isBefore(until)) {
            Thread.onSpinWait();
        }
        return read(connection);
    }

    private static long deleted(Connection connection) throws SQLException {
        try (var rows = connection
                .createStatement()
                .executeQuery("SELECT sum(n_tup_del) FROM pg_stat_user_tables WHERE schemaname = 'public'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Rows that were read in whatever way, by table. */
    private static Map<String, Long> read(Connection connection) throws SQLException {
        var read = new TreeMap<String, Long>();
        try (var rows = connection.createStatement().executeQuery("""
                SELECT relname, seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables
                WHERE schemaname = 'public'
                """)) {
            while (rows.next()) {
                read.put(rows.getString(1), rows.getLong(2));
            }
        }
        return read;
    }

    private static Connection connect(DatabaseAddress database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}

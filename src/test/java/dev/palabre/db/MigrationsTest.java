package dev.palabre.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.testing.Postgres;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class MigrationsTest {
    @Test
    void newest_isTheLastOfTheResources() {
        var address = Postgres.fresh();

        var all = Migrations.flyway(address).load().info().all();

        assertThat(all[all.length - 1].getVersion().getVersion()).isEqualTo(Migrations.NEWEST);
    }

    @Test
    void run_byTwoNodesAtOnceMigratesOnce() throws SQLException {
        var address = Postgres.empty();

        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> Migrations.run(address)),
                        CompletableFuture.runAsync(() -> Migrations.run(address)))
                .join();

        try (var connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM flyway_schema_history WHERE version = '1'")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    @Test
    void migrate_keepsNoReaderWaitingWhileADumpHoldsItsLock() throws Exception {
        var address = Postgres.empty();
        var flyway = Migrations.flyway(address).locations("classpath:db/locks");
        Migrations.migrate(address, flyway.target("1"), Duration.ZERO);
        try (var dump = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                var statement = dump.createStatement()) {
            dump.setAutoCommit(false);
            statement.execute("LOCK TABLE read_often IN ACCESS SHARE MODE");
            var migrated = CompletableFuture.runAsync(
                    () -> Migrations.migrate(address, flyway.target("2"), Duration.ofMinutes(1)));
            for (int i = 0; i < 400 && !migrated.isDone(); i++) {
                var begun = System.nanoTime();
                Queries.ask(address, "SELECT count(*) FROM read_often");
                assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(2));
            }
            assertThat(migrated).isNotDone();
            dump.commit();
            migrated.get(20, TimeUnit.SECONDS);
        }
        assertThat(Queries.ask(address, "SELECT count(word) FROM read_often")).isEqualTo("0");
    }

    @Test
    void run_refusesADatabaseOfANewerVersion() throws SQLException {
        var address = Postgres.fresh();
        Queries.execute(address, """
                INSERT INTO flyway_schema_history
                       (installed_rank, version, description, type, script, installed_by, execution_time, success)
                VALUES (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 'palabre', 1, true)
                """);

        assertThatThrownBy(() -> Migrations.run(address))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer Palabre");
    }
}

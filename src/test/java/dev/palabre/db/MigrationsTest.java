package dev.palabre.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.Postgres;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

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
}

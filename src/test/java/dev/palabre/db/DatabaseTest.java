package dev.palabre.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.testing.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
final class DatabaseTest {
    private static Vertx vertx;
    private static Database database;

    @BeforeAll
    static void open() throws TimeoutException {
        vertx = Vertx.vertx();
        database = new Database(vertx, Postgres.empty(), new Database.Limits(2, 2, 1_500));
        await(database.query(
                client -> client.query("CREATE TABLE notes (text text UNIQUE)").execute()));
    }

    @AfterAll
    static void close() throws TimeoutException {
        await(database.close());
        await(vertx.close());
    }

    @Test
    void use_thatThrowsReturnsItsConnectionAndLeavesNothingBehind() throws TimeoutException {
        Function<SqlClient, Future<Object>> throwing = client -> {
            var unused =
                    client.query("INSERT INTO notes (text) VALUES ('thrown')").execute();
            throw new IllegalStateException("thrown");
        };
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> await(database.pipelined(throwing))).hasMessage("thrown");
            assertThatThrownBy(() -> await(database.transaction(throwing))).hasMessage("thrown");
        }
        assertThat(count("thrown")).isZero();
    }

    @Test
    void pipeline_whoseStatementFailsIsUndoneWhole() throws TimeoutException {
        assertThatThrownBy(() -> await(database.pipelined(client -> Future.all(
                        client.query("INSERT INTO notes (text) VALUES ('half')").execute(),
                        client.query("INSERT INTO notes (text) VALUES ('half')").execute(),
                        client.query("INSERT INTO notes (text) VALUES ('other half')")
                                .execute()))))
                .hasMessageContaining("23505");
        assertThat(count("half")).isZero();
        assertThat(count("other half")).isZero();
    }

    @Test
    void transaction_whoseStatementFailsIsUndoneWhole() throws TimeoutException {
        assertThatThrownBy(() -> await(database.transaction(client -> client.query("INSERT INTO notes VALUES ('t')")
                        .execute()
                        .compose(ok -> Future.failedFuture(new IllegalStateException("no"))))))
                .hasMessage("no");
        assertThat(count("t")).isZero();
    }

    @Test
    void use_thatTakesTooLongEndsByItsDeadlineAndFreesItsConnection() throws TimeoutException {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> await(database.query(
                            client -> client.query("SELECT pg_sleep(20)").execute())))
                    .isNotNull();
        }
        assertThat(count("nothing")).isZero();
    }

    private static int count(String text) throws TimeoutException {
        return await(database.query(
                        client -> client.query("SELECT count(*)::int FROM notes WHERE text = '" + text + "'")
                                .execute()))
                .iterator()
                .next()
                .getInteger(0);
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(20, TimeUnit.SECONDS);
    }
}

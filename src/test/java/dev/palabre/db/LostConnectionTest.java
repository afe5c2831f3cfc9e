package dev.palabre.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that a network drops in silence: they are noticed, closed and replaced. */
@Tag("server")
final class LostConnectionTest {
    private static Vertx vertx;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void pool_whoseConnectionsAreSwallowedAnswersAgainWithinSeconds() throws Exception {
        var server = Postgres.empty();
        var proxy = new LossyProxy(vertx, server);
        var database = new Database(vertx, proxy.before(server), new Database.Limits(4, 50, 1_000));
        Future.all(IntStream.range(0, 8).mapToObj(i -> sleep(database, 0.2)).toList())
                .await(20, TimeUnit.SECONDS);
        proxy.swallow();

        var begun = System.nanoTime();
        while (Future.join(List.of(sleep(database, 0), sleep(database, 0), sleep(database, 0)))
                .otherwiseEmpty()
                .map(all -> all == null)
                .await(20, TimeUnit.SECONDS)) {
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(10));
        }
        database.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void statement_thatTakesItsTimeIsNotTakenForLost() throws Exception {
        var database = new Database(vertx, Postgres.empty(), new Database.Limits(1, 5, 3_000));
        sleep(database, 0).await(20, TimeUnit.SECONDS);
        sleep(database, 2.5).await(20, TimeUnit.SECONDS);
        database.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void notices_whoseConnectionIsSwallowedAreHeardAgainAfterAReset() throws Exception {
        var server = Postgres.empty();
        var proxy = new LossyProxy(vertx, server);
        var changes = new Notifications(vertx, proxy.before(server));
        var sender = new Database(vertx, server, new Database.Limits(1, 5, 3_000));
        var resets = new CountDownLatch(2);
        var heard = new CountDownLatch(1);
        changes.onReset(resets::countDown);
        changes.on("thing", what -> heard.countDown());
        changes.start().await(20, TimeUnit.SECONDS);
        proxy.swallow();

        assertThat(resets.await(20, TimeUnit.SECONDS)).isTrue();
        sender.query(client -> Notifications.announce(client, "thing", "changed"))
                .await(20, TimeUnit.SECONDS);

        assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(changes.reconnects()).isEqualTo(1);
        changes.close().await(20, TimeUnit.SECONDS);
        sender.close().await(20, TimeUnit.SECONDS);
    }

    private static Future<?> sleep(Database database, double seconds) {
        return database.transaction(
                client -> client.query("SELECT pg_sleep(" + seconds + ")").execute());
    }
}

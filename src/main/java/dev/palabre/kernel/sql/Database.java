package dev.palabre.kernel.sql;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The pool of connections, and the two ways to use it: single statements, and transactions whose statements all leave at
 * once. Every use ends by a deadline, also when the server is frozen and answers nothing.
 */
public final class Database {
    private static final int PIPELINE = 16;

    private final Pool pool;
    private final long deadlineMillis;

    /**
     * How the pool behaves.
     *
     * @param connections at the most
     * @param waiting requests that may wait for one; more are refused at once
     * @param deadlineMillis after which a caller is answered that the database is not available
     */
    public record Limits(int connections, int waiting, long deadlineMillis) {}

    /** Opens a pool; nothing is connected yet. */
    public Database(Vertx vertx, DatabaseAddress address, Limits limits) {
        this.deadlineMillis = limits.deadlineMillis();
        this.pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(connectOptions(address, limits.deadlineMillis()))
                .with(new PoolOptions()
                        .setMaxSize(limits.connections())
                        .setMaxWaitQueueSize(limits.waiting())
                        .setConnectionTimeout((int) Math.min(2_000, limits.deadlineMillis()))
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout(10)
                        .setIdleTimeoutUnit(TimeUnit.MINUTES))
                .build();
    }

    /** The options by which anything connects to this database. */
    static PgConnectOptions connectOptions(DatabaseAddress address, long deadlineMillis) {
        return new PgConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setDatabase(address.database())
                .setUser(address.user())
                .setPassword(address.password())
                .setSslMode(SslMode.of(address.tls().sslmode()))
                .setCachePreparedStatements(true)
                .setPipeliningLimit(PIPELINE)
                .setProperties(Map.of(
                        "application_name", "palabre",
                        "statement_timeout", String.valueOf(deadlineMillis),
                        "lock_timeout", "2000",
                        "idle_in_transaction_session_timeout", "5000"));
    }

    /** Uses the pool for a single statement. */
    public <T> Future<T> query(Function<SqlClient, Future<T>> statement) {
        return statement.apply(pool).timeout(deadlineMillis, TimeUnit.MILLISECONDS);
    }

    /**
     * A transaction whose statements are all known beforehand: they leave together with BEGIN and COMMIT, in one round
     * trip. The function must start every statement before it returns; where one fails, all are undone.
     */
    public <T> Future<T> pipelined(Function<SqlClient, Future<T>> statements) {
        return connected(connection -> {
            var begin = connection.query("BEGIN").execute();
            var work = started(statements, connection);
            var end = connection.query(work.failed() ? "ROLLBACK" : "COMMIT").execute();
            return Future.join(begin, work, end).transform(done -> work.failed() ? work : end.compose(ok -> work));
        });
    }

    /** A transaction whose later statements depend on the answers of earlier ones. */
    public <T> Future<T> transaction(Function<SqlClient, Future<T>> work) {
        return connected(connection -> connection.begin().compose(transaction -> started(work, connection)
                .compose(
                        result -> transaction.commit().map(result),
                        failure -> transaction.rollback().transform(undone -> Future.failedFuture(failure)))));
    }

    /** Closes all connections. */
    public Future<Void> close() {
        return pool.close();
    }

    /** What throws before it returns a future fails like one that does: its connection must not be lost. */
    private static <C, T> Future<T> started(Function<C, Future<T>> work, C connection) {
        try {
            return work.apply(connection);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /**
     * Past the deadline the caller is answered, but the connection returns to the pool only when its server has spoken:
     * a transaction that is still open must not be somebody else's.
     */
    private <T> Future<T> connected(Function<SqlConnection, Future<T>> work) {
        Promise<T> answer = Promise.promise();
        pool.getConnection()
                .compose(connection -> started(work, connection).eventually(connection::close))
                .onComplete(answer::tryComplete, answer::tryFail);
        return answer.future().timeout(deadlineMillis, TimeUnit.MILLISECONDS);
    }
}

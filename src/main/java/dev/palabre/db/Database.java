package dev.palabre.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The pool of connections, and the two ways to use it: single statements, and transactions whose statements all leave at
 * once. Every use ends by a deadline, also when the server is frozen and answers nothing.
 */
public final class Database {
    private static final int PIPELINE = 16;

    /** How much longer than a statement may take its answer may be on its way. */
    private static final long GRACE_MILLIS = 1_000;

    /** A statement of a long read may take a minute. */
    private static final long SNAPSHOT_MILLIS = 75_000;

    /** The first characters of SQL states: connection, resources, operator, standby, lock, serialisation. */
    private static final List<String> AWAY = List.of("08", "53", "57", "25006", "55P03", "40");

    private final Pool pool;
    private final long deadlineMillis;

    /** What a transaction begins with where no connection is one's own, so that nothing can be set when it is opened. */
    private final String ownLimits;

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
        this(vertx, address, connectOptions(address, limits.deadlineMillis()), limits, "");
    }

    /** Opens a pool through PgBouncer in transaction mode, where each transaction may come to another connection. */
    public static Database behindPooler(Vertx vertx, DatabaseAddress address, Limits limits) {
        var options = identity(address).setCachePreparedStatements(false).setUseLayer7Proxy(true);
        var local = limits(limits.deadlineMillis()).entrySet().stream()
                .map(limit -> "; SET LOCAL " + limit.getKey() + " = " + limit.getValue())
                .collect(Collectors.joining());
        return new Database(vertx, address, options, limits, local);
    }

    private Database(Vertx vertx, DatabaseAddress address, PgConnectOptions options, Limits limits, String ownLimits) {
        this.deadlineMillis = limits.deadlineMillis();
        this.ownLimits = ownLimits;
        var size = new PoolOptions()
                .setMaxSize(limits.connections())
                .setMaxWaitQueueSize(limits.waiting())
                .setConnectionTimeout((int) patience(limits.deadlineMillis()))
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(10)
                .setIdleTimeoutUnit(TimeUnit.MINUTES);
        this.pool = Connections.pool(vertx, address, options, size, limits.deadlineMillis() + GRACE_MILLIS);
    }

    /** The options by which anything connects to this database. */
    static PgConnectOptions connectOptions(DatabaseAddress address, long deadlineMillis) {
        var options = identity(address).setCachePreparedStatements(true).setPipeliningLimit(PIPELINE);
        limits(deadlineMillis).forEach(options.getProperties()::put);
        return options;
    }

    /** Whether a failure says that the database is lost, too busy, full or stopping, not that a statement is wrong. */
    public static boolean isAway(Throwable failure) {
        if (failure instanceof PgException pg) {
            var state = String.valueOf(pg.getSqlState());
            return AWAY.stream().anyMatch(state::startsWith);
        }
        return failure instanceof TimeoutException
                || failure instanceof IOException
                || failure instanceof VertxException;
    }

    private static Map<String, String> limits(long deadlineMillis) {
        return Map.of(
                "statement_timeout", String.valueOf(deadlineMillis),
                "lock_timeout", String.valueOf(patience(deadlineMillis)),
                "idle_in_transaction_session_timeout", "5000");
    }

    /** How much of a deadline may be spent on waiting for a connection or a lock. */
    private static long patience(long deadlineMillis) {
        return deadlineMillis * 2 / 3;
    }

    private static PgConnectOptions identity(DatabaseAddress address) {
        return new PgConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setDatabase(address.database())
                .setUser(address.user())
                .setPassword(address.password())
                .setProperties(new HashMap<>(Map.of("application_name", "palabre")));
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
            var begin = connection.query("BEGIN" + ownLimits).execute();
            var work = started(statements, connection);
            var end = connection.query(work.failed() ? "ROLLBACK" : "COMMIT").execute();
            return Future.join(begin, work, end).transform(done -> work.failed() ? work : end.compose(ok -> work));
        });
    }

    /** A transaction whose later statements depend on the answers of earlier ones. */
    public <T> Future<T> transaction(Function<SqlClient, Future<T>> work) {
        return connected(connection -> connection.begin().compose(transaction -> limited(connection)
                .compose(ready -> started(work, connection))
                .compose(
                        result -> transaction.commit().map(result),
                        failure -> transaction.rollback().transform(undone -> Future.failedFuture(failure)))));
    }

    /**
     * A long read: all that the work sees is as it was at one moment, however long it takes. It has no deadline as a whole;
     * a statement or a reader that lets it wait for a minute ends it. It keeps a connection for as long, so that whoever
     * calls bounds how many there are at once.
     */
    public <T> Future<T> snapshot(Function<Snapshot, Future<T>> work) {
        return pool.getConnection().compose(connection -> {
            UnansweredTimeout.patience(connection, SNAPSHOT_MILLIS);
            return started(begun -> seen(begun, work), connection).eventually(() -> {
                UnansweredTimeout.patience(connection, 0);
                return connection.close();
            });
        });
    }

    private static <T> Future<T> seen(SqlConnection connection, Function<Snapshot, Future<T>> work) {
        return connection.begin().compose(transaction -> connection
                .query(Snapshot.BEGIN)
                .execute()
                .compose(ready -> started(work, new Snapshot(connection)))
                .compose(
                        result -> transaction.commit().map(result),
                        failure -> transaction.rollback().transform(undone -> Future.failedFuture(failure))));
    }

    private Future<Void> limited(SqlConnection connection) {
        return ownLimits.isEmpty()
                ? Future.succeededFuture()
                : connection.query(ownLimits.substring(1)).execute().mapEmpty();
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

package dev.palabre.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;

/** What a database held at one moment, read a few rows at a time; see {@link Database#snapshot}. */
public final class Snapshot {
    static final String BEGIN = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL statement_timeout = '60s';
            SET LOCAL idle_in_transaction_session_timeout = '70s'
            """;

    private static final int ROWS = 100;

    private final SqlConnection connection;

    Snapshot(SqlConnection connection) {
        this.connection = connection;
    }

    /**
     * Reads the rows of a query.
     *
     * @param query a SELECT
     * @param values that it names as {@code $n}
     * @param page takes the next rows, and is given more only when it has taken them
     */
    public Future<Void> read(String query, Tuple values, Function<RowSet<Row>, Future<Void>> page) {
        // A cursor of SQL rather than of the driver: poolers know it too.
        return connection
                .preparedQuery("DECLARE rows NO SCROLL CURSOR FOR " + query)
                .execute(values)
                .compose(open -> {
                    var read = Promise.<Void>promise();
                    next(page, read);
                    return read.future();
                })
                .compose(done -> connection.query("CLOSE rows").execute())
                .mapEmpty();
    }

    /** Each step ends before the next begins: a chain of futures as long as a table would not fit the stack. */
    private void next(Function<RowSet<Row>, Future<Void>> page, Promise<Void> read) {
        connection
                .query("FETCH " + ROWS + " FROM rows")
                .execute()
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(false)
                        : page.apply(rows).map(taken -> rows.size() == ROWS))
                .onComplete(
                        more -> {
                            if (more) {
                                next(page, read);
                            } else {
                                read.complete();
                            }
                        },
                        read::fail);
    }
}

package dev.palabre.transfer.exporter;

import dev.palabre.db.Database;
import dev.palabre.db.Snapshot;
import dev.palabre.site.Site;
import dev.palabre.text.Json;
import dev.palabre.transfer.exporter.ExportStore.Piece;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.LinkedHashMap;
import java.util.function.Function;

/**
 * Writes all that a site keeps as JSON lines: a header, then every row, then a line that says how many there were, so that
 * a file that was cut off is known for one. All of it is as it was at one moment, and little of it is in memory at once.
 */
public final class SiteExport {
    private final Database database;
    private final ExportStore store = new ExportStore();

    /** Exports of this database. */
    public SiteExport(Database database) {
        this.database = database;
    }

    /**
     * Writes a site.
     *
     * @param sink takes the next bytes, and is given more only when it has taken them
     * @return how many lines stand between the header and the last one
     */
    public Future<Long> write(Site site, Function<Buffer, Future<Void>> sink) {
        return database.snapshot(snapshot -> {
            var written = new long[1];
            var done = store.read(snapshot, ExportStore.HEADER, site.id(), rows -> sink.apply(lines(rows)));
            for (var piece : ExportStore.PIECES) {
                done = done.compose(ok -> piece(snapshot, piece, site, sink, written));
            }
            return done.compose(ok -> sink.apply(end(written[0]))).map(ok -> written[0]);
        });
    }

    private Future<Void> piece(
            Snapshot snapshot, Piece piece, Site site, Function<Buffer, Future<Void>> sink, long[] written) {
        return store.read(snapshot, piece, site.id(), rows -> {
            written[0] += rows.size();
            return sink.apply(lines(rows));
        });
    }

    private static Buffer lines(RowSet<Row> rows) {
        var lines = Buffer.buffer();
        rows.forEach(row -> lines.appendString(row.getString("line")).appendByte((byte) '\n'));
        return lines;
    }

    private static Buffer end(long lines) {
        var end = new LinkedHashMap<String, Object>();
        end.put("type", "end");
        end.put("lines", lines);
        return Buffer.buffer(Json.text(end) + "\n");
    }
}

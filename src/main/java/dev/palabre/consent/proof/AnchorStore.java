package dev.palabre.consent.proof;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The table {@code consent_anchors}: rows are added, never changed. */
final class AnchorStore {
    /** Anchors the chain as it was at the end of a day, where it has grown since the anchor before. */
    Future<Void> insert(SqlClient client, int siteId, LocalDate day, Instant now) {
        return client.preparedQuery("""
                        INSERT INTO consent_anchors (site_id, day, number, hash, anchored_at)
                        SELECT site_id, $2, number, hash, $4
                        FROM consent_seals
                        WHERE site_id = $1 AND sealed_at < $3
                          AND number > coalesce((SELECT max(number) FROM consent_anchors WHERE site_id = $1), 0)
                        ORDER BY number DESC
                        LIMIT 1
                        ON CONFLICT (site_id, day) DO NOTHING
                        """)
                .execute(Tuple.of(
                        siteId,
                        day,
                        Rows.bind(day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)),
                        Rows.bind(now)))
                .mapEmpty();
    }

    /** A site's anchors, the newest first. */
    Future<List<Anchor>> list(SqlClient client, int siteId, int limit) {
        return client.preparedQuery("""
                        SELECT a.site_id, a.day, a.number, a.hash, coalesce(s.sealed_at, a.anchored_at) AS sealed_at
                        FROM consent_anchors a
                        LEFT JOIN consent_seals s ON s.site_id = a.site_id AND s.number = a.number
                        WHERE a.site_id = $1
                        ORDER BY a.day DESC
                        LIMIT $2
                        """)
                .execute(Tuple.of(siteId, limit))
                .map(rows -> Rows.list(rows, AnchorStore::anchor));
    }

    /** The next anchors after a day, in the order of their days. */
    Future<List<Anchor>> after(SqlClient client, int siteId, LocalDate day, int limit) {
        return client.preparedQuery("""
                        SELECT a.site_id, a.day, a.number, a.hash, coalesce(s.sealed_at, a.anchored_at) AS sealed_at
                        FROM consent_anchors a
                        LEFT JOIN consent_seals s ON s.site_id = a.site_id AND s.number = a.number
                        WHERE a.site_id = $1 AND a.day > $2
                        ORDER BY a.day
                        LIMIT $3
                        """)
                .execute(Tuple.of(siteId, day, limit))
                .map(rows -> Rows.list(rows, AnchorStore::anchor));
    }

    /** The first anchor that was taken of a seal or of a later one. */
    Future<Optional<Anchor>> covering(SqlClient client, int siteId, int number) {
        return client.preparedQuery("""
                        SELECT a.site_id, a.day, a.number, a.hash, coalesce(s.sealed_at, a.anchored_at) AS sealed_at
                        FROM consent_anchors a
                        LEFT JOIN consent_seals s ON s.site_id = a.site_id AND s.number = a.number
                        WHERE a.site_id = $1 AND a.number >= $2
                        ORDER BY a.day
                        LIMIT 1
                        """)
                .execute(Tuple.of(siteId, number))
                .map(rows -> Rows.first(rows, AnchorStore::anchor));
    }

    private static Anchor anchor(Row row) {
        return new Anchor(
                row.getInteger("site_id"),
                row.getLocalDate("day"),
                row.getInteger("number"),
                HexFormat.of().formatHex(row.getBuffer("hash").getBytes()),
                Rows.instant(row, "sealed_at"));
    }
}

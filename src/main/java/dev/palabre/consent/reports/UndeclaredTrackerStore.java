package dev.palabre.consent.reports;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/** The table {@code consent_leaks}. */
final class UndeclaredTrackerStore {
    /** What a stranger could fill a site's list with, at the most. */
    static final int MOST = 1_000;

    /** A name, and when it was seen how often. */
    record Seen(int siteId, UndeclaredTracker leak, String phase, Instant firstSeen, Instant lastSeen, long seen) {}

    /** Notes names as seen; new ones only up to the site's bound, and always in one order. */
    Future<Void> add(SqlClient client, int siteId, String phase, List<UndeclaredTracker> leaks, Instant now) {
        return client.preparedQuery("""
                        WITH named AS (
                            SELECT kind, name,
                                EXISTS (SELECT 1 FROM consent_leaks
                                        WHERE site_id = $1 AND kind = n.kind AND name = n.name AND phase = $2) AS known
                            FROM unnest($3::text[], $4::text[]) AS n (kind, name)
                        ), counted AS (
                            SELECT kind, name, known, row_number() OVER (PARTITION BY known ORDER BY kind, name) AS place
                            FROM named
                        )
                        INSERT INTO consent_leaks AS kept (site_id, kind, name, phase, first_seen, last_seen, seen)
                        SELECT $1, kind, name, $2, $5, $5, 1
                        FROM counted
                        WHERE known OR place <= $6 - (SELECT count(*) FROM consent_leaks WHERE site_id = $1)
                        ORDER BY kind, name
                        ON CONFLICT (site_id, kind, name, phase) DO UPDATE
                        SET last_seen = excluded.last_seen, seen = kept.seen + 1
                        """)
                .execute(Tuple.of(
                        siteId,
                        phase,
                        leaks.stream().map(UndeclaredTracker::kind).toArray(String[]::new),
                        leaks.stream().map(UndeclaredTracker::name).toArray(String[]::new),
                        Rows.bind(now),
                        MOST))
                .mapEmpty();
    }

    /** What was seen on these sites, the latest first. */
    Future<List<Seen>> list(SqlClient client, List<Integer> siteIds) {
        return client.preparedQuery("""
                        SELECT site_id, kind, name, phase, first_seen, last_seen, seen
                        FROM consent_leaks
                        WHERE site_id = ANY ($1)
                        ORDER BY last_seen DESC, site_id, kind, name, phase
                        """)
                .execute(Tuple.of((Object) siteIds.toArray(Integer[]::new)))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Seen(
                                row.getInteger("site_id"),
                                new UndeclaredTracker(row.getString("kind"), row.getString("name")),
                                row.getString("phase"),
                                Rows.instant(row, "first_seen"),
                                Rows.instant(row, "last_seen"),
                                row.getLong("seen"))));
    }

    /** Forgets what was not seen since. */
    Future<Integer> purge(SqlClient client, int siteId, Instant before) {
        return client.preparedQuery("""
                        DELETE FROM consent_leaks
                        WHERE site_id = $1 AND last_seen < $2
                        """)
                .execute(Tuple.of(siteId, Rows.bind(before)))
                .map(SqlResult::rowCount);
    }
}

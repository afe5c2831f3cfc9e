package dev.palabre.consent.reports;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The table {@code consent_leaks}. */
final class UndeclaredTrackerStore {
    /** What a stranger could fill a site's list with, at the most. */
    static final int MOST = 1_000;

    /**
     * A name, and when it was seen how often.
     *
     * @param seen number of reports
     * @param reporters number of distinct reporters, as far as they can be told apart
     */
    record Seen(
            int siteId,
            UndeclaredTracker leak,
            String phase,
            Instant firstSeen,
            Instant lastSeen,
            long seen,
            int reporters) {}

    /**
     * A name of a report.
     *
     * @param known whether it is one of a known tracker
     * @param first whether its reporter names it for the first time
     */
    record Named(UndeclaredTracker leak, boolean known, boolean first) {}

    /**
     * Notes names as seen, always in one order. Where the site's list is full, new names replace some that one reporter
     * alone has named, the newest first; known trackers replace as many of the unknown as they need.
     *
     * @param evictions how many names the unknown of these may replace
     */
    Future<Void> add(SqlClient client, int siteId, String phase, List<Named> names, int evictions, Instant now) {
        return client.preparedQuery("""
                        WITH named AS (
                            SELECT kind, name, tracker, first,
                                NOT EXISTS (SELECT 1 FROM consent_leaks
                                            WHERE site_id = $1 AND kind = n.kind AND name = n.name AND phase = $2) AS fresh
                            FROM unnest($3::text[], $4::text[], $5::boolean[], $6::boolean[])
                                AS n (kind, name, tracker, first)
                        ), room AS (
                            SELECT $8 - (SELECT count(*) FROM consent_leaks WHERE site_id = $1) AS places,
                                count(*) FILTER (WHERE fresh) AS wanted,
                                count(*) FILTER (WHERE fresh AND tracker) AS trackers
                            FROM named
                        ), unconfirmed AS (
                            SELECT kind, name, phase, reporters,
                                row_number() OVER (ORDER BY reporters, last_seen DESC, kind DESC, name DESC) AS place
                            FROM consent_leaks AS l
                            WHERE site_id = $1 AND NOT known
                              AND NOT EXISTS (SELECT 1 FROM named AS n
                                              WHERE n.kind = l.kind AND n.name = l.name AND l.phase = $2)
                        ), evicted AS (
                            DELETE FROM consent_leaks AS l
                            USING unconfirmed AS u, room AS r
                            WHERE l.site_id = $1 AND l.kind = u.kind AND l.name = u.name AND l.phase = u.phase
                              AND (u.place <= r.trackers - r.places
                                   OR (u.reporters <= 1 AND u.place <= least($9, r.wanted - r.places)))
                            RETURNING 1
                        ), placed AS (
                            SELECT kind, name, tracker, first, fresh,
                                row_number() OVER (PARTITION BY fresh ORDER BY tracker DESC, kind, name) AS place
                            FROM named
                        )
                        INSERT INTO consent_leaks AS kept (site_id, kind, name, phase, first_seen, last_seen, seen, known,
                                                           reporters)
                        SELECT $1, kind, name, $2, $7, $7, 1, tracker, CASE WHEN fresh OR first THEN 1 ELSE 0 END
                        FROM placed, room
                        WHERE NOT fresh OR place <= places + (SELECT count(*) FROM evicted)
                        ORDER BY kind, name
                        ON CONFLICT (site_id, kind, name, phase) DO UPDATE
                        SET last_seen = excluded.last_seen, seen = kept.seen + 1,
                            reporters = kept.reporters + excluded.reporters
                        """)
                .execute(Tuple.from(Arrays.asList(
                        siteId,
                        phase,
                        names.stream().map(named -> named.leak().kind()).toArray(String[]::new),
                        names.stream().map(named -> named.leak().name()).toArray(String[]::new),
                        names.stream().map(Named::known).toArray(Boolean[]::new),
                        names.stream().map(Named::first).toArray(Boolean[]::new),
                        Rows.bind(now),
                        MOST,
                        evictions)))
                .mapEmpty();
    }

    /** What was seen on these sites, the latest first. */
    Future<List<Seen>> list(SqlClient client, List<Integer> siteIds) {
        return client.preparedQuery("""
                        SELECT site_id, kind, name, phase, first_seen, last_seen, seen, reporters
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
                                row.getLong("seen"),
                                row.getInteger("reporters"))));
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

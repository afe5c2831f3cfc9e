package dev.palabre.privacy.retention;

import dev.palabre.db.Notifications;
import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The table {@code erasures}: what was erased, by ids alone. */
public final class ErasureStore {
    /** The kind of notice that says there are new rows. */
    static final String CHANGED = "erasure";

    /**
     * Notes in the caller's transaction that these were erased, so that they can be erased again after a restore. Ids and
     * nothing else: what would lead back to a person must not be noted.
     */
    public Future<Void> note(SqlClient client, int siteId, String kind, Collection<UUID> subjects) {
        return subjects.isEmpty()
                ? Future.succeededFuture()
                : Future.all(
                                client.preparedQuery("""
                                        INSERT INTO erasures (site_id, kind, subject)
                                        SELECT $1, $2, subject FROM unnest($3::uuid[]) AS subject
                                        ON CONFLICT DO NOTHING
                                        """)
                                        .execute(Tuple.of(siteId, kind, subjects.toArray(UUID[]::new))),
                                Notifications.announce(client, CHANGED, ""))
                        .mapEmpty();
    }

    /** The next rows since a moment, over all sites, the oldest first. */
    Future<List<ErasureRecord>> since(SqlClient client, ErasureRecord after, int limit) {
        return client.preparedQuery("""
                        SELECT site_id, kind, subject, erased_at
                        FROM erasures
                        WHERE (erased_at, site_id, kind, subject) > ($1, $2, $3, $4)
                        ORDER BY erased_at, site_id, kind, subject
                        LIMIT $5
                        """)
                .execute(Tuple.of(Rows.bind(after.at()), after.siteId(), after.kind(), after.subject(), limit))
                .map(rows -> Rows.list(rows, ErasureStore::erased));
    }

    /** Forgets what no backup can bring back any more. */
    Future<Integer> purge(SqlClient client, Duration keep) {
        return client.preparedQuery("""
                        DELETE FROM erasures
                        WHERE erased_at < now() - make_interval(secs => $1)
                        """)
                .execute(Tuple.of((double) keep.toSeconds()))
                .map(rows -> rows.rowCount());
    }

    private static ErasureRecord erased(Row row) {
        return new ErasureRecord(
                row.getInteger("site_id"),
                row.getString("kind"),
                row.getUUID("subject"),
                Rows.instant(row, "erased_at"));
    }
}

package dev.palabre.privacy.notice;

import dev.palabre.db.Rows;
import dev.palabre.text.CanonicalJson;
import dev.palabre.text.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** The table {@code notices}: every version that was ever served; never changed, never deleted. */
final class NoticeStore {
    private static final int MOST = 500;

    /** Stores a version, if it is not stored yet. */
    Future<Void> insert(SqlClient client, int siteId, Notice notice) {
        return client.preparedQuery("""
                        INSERT INTO notices (site_id, version, document)
                        VALUES ($1, $2, $3::text::jsonb)
                        ON CONFLICT (site_id, version) DO NOTHING
                        """)
                .execute(Tuple.of(siteId, notice.version(), CanonicalJson.text(notice.document())))
                .mapEmpty();
    }

    /** A version with the moment that it was first served at. */
    Future<Optional<StoredNotice>> find(SqlClient client, int siteId, String version) {
        return client.preparedQuery("""
                        SELECT version, created_at, document::text AS document
                        FROM notices
                        WHERE site_id = $1 AND version = $2
                        """)
                .execute(Tuple.of(siteId, version))
                .map(rows -> Rows.first(
                        rows,
                        row -> new StoredNotice(
                                new Notice(row.getString("version"), Json.object(row.getString("document"))),
                                Rows.instant(row, "created_at"))));
    }

    /** Whether a version was served by a site. */
    Future<Boolean> exists(SqlClient client, int siteId, String version) {
        return client.preparedQuery("""
                        SELECT EXISTS (SELECT FROM notices WHERE site_id = $1 AND version = $2) AS served
                        """)
                .execute(Tuple.of(siteId, version))
                .map(rows -> rows.iterator().next().getBoolean("served"));
    }

    /** The newest versions and since when each was served. */
    Future<List<NoticeVersion>> list(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT version, created_at
                        FROM notices
                        WHERE site_id = $1
                        ORDER BY created_at DESC, version DESC
                        LIMIT $2
                        """)
                .execute(Tuple.of(siteId, MOST))
                .map(rows -> Rows.list(
                        rows, row -> new NoticeVersion(row.getString("version"), Rows.instant(row, "created_at"))));
    }
}

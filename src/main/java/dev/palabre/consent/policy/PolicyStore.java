package dev.palabre.consent.policy;

import dev.palabre.db.Rows;
import dev.palabre.text.CanonicalJson;
import dev.palabre.text.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code policies}: every version that was ever served; never changed, never deleted. */
public final class PolicyStore {
    private static final int MOST = 500;

    /** Stores a version, if it is not stored yet. */
    public Future<Void> insert(SqlClient client, int siteId, Policy policy) {
        return client.preparedQuery("""
                        INSERT INTO policies (site_id, version, document)
                        VALUES ($1, $2, $3::text::jsonb)
                        ON CONFLICT (site_id, version) DO NOTHING
                        """)
                .execute(Tuple.of(siteId, policy.version(), CanonicalJson.text(policy.document())))
                .mapEmpty();
    }

    /** The document of a version. */
    Future<Optional<Map<String, Object>>> find(SqlClient client, int siteId, String version) {
        return client.preparedQuery("""
                        SELECT document::text AS document
                        FROM policies
                        WHERE site_id = $1 AND version = $2
                        """)
                .execute(Tuple.of(siteId, version))
                .map(rows -> Rows.first(rows, row -> Json.object(row.getString("document"))));
    }

    /** A version with the day that it was first served. */
    public Future<Optional<PolicyVersion>> version(SqlClient client, int siteId, String version) {
        return client.preparedQuery("""
                        SELECT version, created_at, document::text AS document
                        FROM policies
                        WHERE site_id = $1 AND version = $2
                        """)
                .execute(Tuple.of(siteId, version))
                .map(rows -> Rows.first(rows, PolicyStore::version));
    }

    /** The version that was first served before this one. */
    Future<Optional<PolicyVersion>> before(SqlClient client, int siteId, PolicyVersion version) {
        return client.preparedQuery("""
                        SELECT version, created_at, document::text AS document
                        FROM policies
                        WHERE site_id = $1 AND (created_at, version) < ($2, $3)
                        ORDER BY created_at DESC, version DESC
                        LIMIT 1
                        """)
                .execute(Tuple.of(siteId, Rows.bind(version.since()), version.version()))
                .map(rows -> Rows.first(rows, PolicyStore::version));
    }

    /** The newest versions and since when each was served; without their documents. */
    Future<List<PolicyVersion>> versions(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT version, created_at, '{}' AS document
                        FROM policies
                        WHERE site_id = $1
                        ORDER BY created_at DESC, version DESC
                        LIMIT $2
                        """)
                .execute(Tuple.of(siteId, MOST))
                .map(rows -> Rows.list(rows, PolicyStore::version));
    }

    /** A version and its document as it is stored. */
    public record Text(String version, String document) {}

    /** The next versions after one, in their order, with their documents. */
    public Future<List<Text>> after(SqlClient client, int siteId, String version, int limit) {
        return client.preparedQuery("""
                        SELECT version, document::text AS document
                        FROM policies
                        WHERE site_id = $1 AND version > $2
                        ORDER BY version
                        LIMIT $3
                        """)
                .execute(Tuple.of(siteId, version, limit))
                .map(rows -> Rows.list(rows, row -> new Text(row.getString("version"), row.getString("document"))));
    }

    private static PolicyVersion version(Row row) {
        return new PolicyVersion(
                row.getString("version"), Rows.instant(row, "created_at"), Json.object(row.getString("document")));
    }

    /** The documents of versions that the choices of one visitor were made on, by version. */
    public Future<Map<String, Map<String, Object>>> ofConsent(SqlClient client, int siteId, byte[] consentHash) {
        return client.preparedQuery("""
                        SELECT version, document::text AS document
                        FROM policies
                        WHERE site_id = $1
                          AND version IN (SELECT version FROM consent_events WHERE site_id = $1 AND consent_hash = $2)
                        """)
                .execute(Tuple.of(siteId, io.vertx.core.buffer.Buffer.buffer(consentHash)))
                .map(rows -> {
                    var documents = new HashMap<String, Map<String, Object>>();
                    Rows.list(
                            rows,
                            row -> documents.put(row.getString("version"), Json.object(row.getString("document"))));
                    return documents;
                });
    }
}

package dev.palabre.consent.policy;

import dev.palabre.db.Rows;
import dev.palabre.text.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code policy_publications}: rows are added, never changed. */
public final class PublicationStore {
    private static final int MOST = 200;

    /** What was published last. */
    public Future<Optional<PolicyDefinition>> latest(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT source::text AS source
                        FROM policy_publications
                        WHERE site_id = $1
                        ORDER BY number DESC
                        LIMIT 1
                        """)
                .execute(Tuple.of(siteId))
                .map(rows -> Rows.first(rows, row -> Json.parse(row.getString("source"), PolicyDefinition.class)));
    }

    /** Adds the next publication. Of two at once, the second breaks the key. */
    public Future<Publication> insert(SqlClient client, int siteId, Policy policy, @Nullable UUID moderatorId) {
        return client.preparedQuery("""
                        INSERT INTO policy_publications (site_id, number, source, version, moderator_id)
                        SELECT $1, COALESCE(max(number), 0) + 1, $2::text::jsonb, $3, $4
                        FROM policy_publications
                        WHERE site_id = $1
                        RETURNING number, version, published_at
                        """)
                .execute(Tuple.from(
                        Arrays.asList(siteId, Json.text(policy.source().document()), policy.version(), moderatorId)))
                .map(rows -> Rows.list(rows, PublicationStore::publication).get(0));
    }

    /** All publications of a site, the newest first. */
    public Future<List<Publication>> history(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT number, version, published_at
                        FROM policy_publications
                        WHERE site_id = $1
                        ORDER BY number DESC
                        LIMIT $2
                        """)
                .execute(Tuple.of(siteId, MOST))
                .map(rows -> Rows.list(rows, PublicationStore::publication));
    }

    private static Publication publication(io.vertx.sqlclient.Row row) {
        return new Publication(row.getInteger("number"), row.getString("version"), Rows.instant(row, "published_at"));
    }
}

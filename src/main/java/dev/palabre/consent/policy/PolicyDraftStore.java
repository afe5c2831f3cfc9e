package dev.palabre.consent.policy;

import dev.palabre.db.Rows;
import dev.palabre.text.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code policy_drafts}: what is being edited and asks nobody yet. */
public final class PolicyDraftStore {
    /** The draft of a site. */
    public Future<Optional<PolicyDefinition>> find(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT source::text AS source
                        FROM policy_drafts
                        WHERE site_id = $1
                        """)
                .execute(Tuple.of(siteId))
                .map(rows -> Rows.first(rows, row -> Json.parse(row.getString("source"), PolicyDefinition.class)));
    }

    /** The draft of a site, and nobody else's until the transaction ends. */
    public Future<Optional<PolicyDefinition>> lock(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT source::text AS source
                        FROM policy_drafts
                        WHERE site_id = $1
                        FOR UPDATE
                        """)
                .execute(Tuple.of(siteId))
                .map(rows -> Rows.first(rows, row -> Json.parse(row.getString("source"), PolicyDefinition.class)));
    }

    /** Keeps a draft in the place of the one before. */
    public Future<Void> save(SqlClient client, int siteId, PolicyDefinition source, @Nullable UUID moderatorId) {
        return client.preparedQuery("""
                        INSERT INTO policy_drafts (site_id, source, moderator_id)
                        VALUES ($1, $2::text::jsonb, $3)
                        ON CONFLICT (site_id)
                        DO UPDATE SET source = excluded.source, moderator_id = excluded.moderator_id, changed_at = now()
                        """)
                .execute(Tuple.from(Arrays.asList(siteId, Json.text(source.document()), moderatorId)))
                .mapEmpty();
    }

    /** Drops the draft. */
    public Future<Void> delete(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        DELETE FROM policy_drafts
                        WHERE site_id = $1
                        """).execute(Tuple.of(siteId)).mapEmpty();
    }
}

package dev.palabre.consent;

import dev.palabre.kernel.http.Json;
import dev.palabre.kernel.sql.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code policy_drafts}: what is being edited and asks nobody yet. */
final class DraftStore {
    /** The draft of a site. */
    Future<Optional<PolicySource>> find(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT source::text AS source
                        FROM policy_drafts
                        WHERE site_id = $1
                        """)
                .execute(Tuple.of(siteId))
                .map(rows -> Rows.first(rows, row -> Json.parse(row.getString("source"), PolicySource.class)));
    }

    /** The draft of a site, and nobody else's until the transaction ends. */
    Future<Optional<PolicySource>> lock(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT source::text AS source
                        FROM policy_drafts
                        WHERE site_id = $1
                        FOR UPDATE
                        """)
                .execute(Tuple.of(siteId))
                .map(rows -> Rows.first(rows, row -> Json.parse(row.getString("source"), PolicySource.class)));
    }

    /** Keeps a draft in the place of the one before. */
    Future<Void> save(SqlClient client, int siteId, PolicySource source, @Nullable UUID moderatorId) {
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
    Future<Void> delete(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        DELETE FROM policy_drafts
                        WHERE site_id = $1
                        """).execute(Tuple.of(siteId)).mapEmpty();
    }
}

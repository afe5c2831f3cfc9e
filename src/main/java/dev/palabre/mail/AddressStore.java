package dev.palabre.mail;

import dev.palabre.kernel.sql.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** The table {@code addresses}: readers' e-mail addresses, one row each on a site, however they write its case. */
public final class AddressStore {
    /**
     * Keeps an address that may be known already, in which case its row and id stay as they are: find the id by
     * {@code (site_id, lower(email))}.
     */
    public Future<Void> keep(SqlClient client, int siteId, UUID id, String email) {
        return client.preparedQuery("""
                        INSERT INTO addresses (site_id, id, email)
                        VALUES ($1, $2, $3)
                        ON CONFLICT DO NOTHING
                        """).execute(Tuple.of(siteId, id, email)).mapEmpty();
    }

    /** The address of a row; empty once it was erased. */
    Future<Optional<String>> find(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("""
                        SELECT email
                        FROM addresses
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(siteId, id))
                .map(rows -> Rows.first(rows, row -> row.getString("email")));
    }
}

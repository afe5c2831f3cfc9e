package dev.palabre.mail;

import dev.palabre.kernel.sql.Idempotency;
import dev.palabre.kernel.sql.Idempotency.Claim;
import dev.palabre.kernel.sql.Rows;
import dev.palabre.kernel.token.Ids;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The table {@code addresses}: readers' e-mail addresses, one row each on a site, however they write its case. */
public final class AddressStore {
    private static final Comparator<Kept> IN_ORDER = Comparator.<Kept>comparingInt(
                    kept -> kept.cause().siteId())
            .thenComparing(kept -> kept.email().toLowerCase(Locale.ROOT));

    /**
     * An address to be kept.
     *
     * @param cause what it is kept for
     * @param email as its owner writes it
     */
    public record Kept(Claim cause, String email) {}

    /**
     * Keeps addresses, where their cause was granted. One may be known already, in which case its row and id stay as they
     * are: find the id by {@code (site_id, lower(email))}.
     */
    public Future<Void> keep(SqlClient client, List<Kept> addresses) {
        var sorted = addresses.stream().sorted(IN_ORDER).toList();
        return sorted.isEmpty()
                ? Future.succeededFuture()
                : client.preparedQuery("""
                        INSERT INTO addresses (site_id, id, email)
                        SELECT n.site_id, n.id, n.email
                        FROM unnest($1::int[], $2::text[], $3::uuid[], $4::uuid[], $5::text[])
                            AS n (site_id, key, act_id, id, email)
                        """ + Idempotency.GRANTED + "ON CONFLICT DO NOTHING")
                        .execute(Tuple.of(
                                Rows.column(sorted, kept -> kept.cause().siteId(), Integer[]::new),
                                Rows.column(sorted, kept -> kept.cause().keyText(), String[]::new),
                                Rows.column(sorted, kept -> kept.cause().actId(), UUID[]::new),
                                Rows.column(sorted, kept -> Ids.next(), UUID[]::new),
                                Rows.column(sorted, Kept::email, String[]::new)))
                        .mapEmpty();
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

package dev.palabre.mail.outbox;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** The table {@code outbox}, as far as bounces go. */
final class BounceStore {
    /** A message that was sent to a reader's address. */
    record Sent(int siteId, UUID id, UUID addressId, String email) {}

    /** The message of a Message-ID, if it was sent to a reader's address that is still kept. */
    Future<Optional<Sent>> sent(SqlClient client, String messageId) {
        return client.preparedQuery("""
                        SELECT o.site_id, o.id, o.address_id, a.email
                        FROM outbox o
                        JOIN addresses a ON a.site_id = o.site_id AND a.id = o.address_id
                        WHERE o.message_id = $1 AND o.state = 'sent'
                        """)
                .execute(Tuple.of(messageId))
                .map(rows -> Rows.first(
                        rows,
                        row -> new Sent(
                                row.getInteger("site_id"),
                                row.getUUID("id"),
                                row.getUUID("address_id"),
                                row.getString("email"))));
    }

    /** Notes that a sent message bounced; false where that was known. */
    Future<Boolean> markBounced(SqlClient client, Sent sent, String code) {
        return client.preparedQuery("""
                        UPDATE outbox
                        SET state = 'failed', last_error = 'it came back: ' || $3
                        WHERE site_id = $1 AND id = $2 AND state = 'sent'
                        """)
                .execute(Tuple.of(sent.siteId(), sent.id(), code))
                .map(rows -> rows.rowCount() == 1);
    }
}

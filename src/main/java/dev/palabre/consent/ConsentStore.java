package dev.palabre.consent;

import dev.palabre.kernel.sql.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The table {@code consent_events}: rows are added, never changed. */
final class ConsentStore {
    record Stored(ConsentEvent event, Buffer digest) {}

    Future<Void> insert(SqlClient client, ConsentEvent event) {
        return client.preparedQuery("""
                        INSERT INTO consent_events (site_id, id, consent_hash, version, state, choices, source, lang,
                                                    decided_at, valid_until, digest)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                        """)
                .execute(Tuple.of(
                                event.siteId(),
                                event.id(),
                                Buffer.buffer(HexFormat.of().parseHex(event.consentHash())),
                                event.version(),
                                event.state().wire(),
                                Rows.json(event.choices()))
                        .addString(event.source())
                        .addString(event.lang())
                        .addOffsetDateTime(Rows.bind(event.decidedAt()))
                        .addOffsetDateTime(Rows.bind(event.validUntil()))
                        .addBuffer(event.digest()))
                .mapEmpty();
    }

    /** All choices of one visitor, the newest first. */
    Future<List<Stored>> byConsent(SqlClient client, int siteId, byte[] consentHash) {
        return client.preparedQuery("""
                        SELECT site_id, id, consent_hash, version, state, choices, source, lang,
                               decided_at, valid_until, digest
                        FROM consent_events
                        WHERE site_id = $1 AND consent_hash = $2
                        ORDER BY id DESC
                        LIMIT 200
                        """)
                .execute(Tuple.of(siteId, Buffer.buffer(consentHash)))
                .map(rows -> Rows.list(rows, row -> new Stored(event(row), row.getBuffer("digest"))));
    }

    Future<Optional<ConsentEvent>> byId(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("""
                        SELECT site_id, id, consent_hash, version, state, choices, source, lang, decided_at, valid_until
                        FROM consent_events
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(siteId, id))
                .map(rows -> Rows.first(rows, ConsentStore::event));
    }

    private static ConsentEvent event(Row row) {
        return new ConsentEvent(
                row.getInteger("site_id"),
                row.getUUID("id"),
                HexFormat.of().formatHex(row.getBuffer("consent_hash").getBytes()),
                row.getString("version"),
                State.read(row.getString("state")),
                new TreeMap<>(Rows.switches(row, "choices")),
                row.getString("source"),
                row.getString("lang"),
                Rows.instant(row, "decided_at"),
                Rows.instant(row, "valid_until"));
    }
}

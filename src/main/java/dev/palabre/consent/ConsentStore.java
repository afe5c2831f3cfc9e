package dev.palabre.consent;

import dev.palabre.kernel.sql.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code consent_events}: rows are added, never changed. */
final class ConsentStore {
    record Stored(ConsentEvent event, Buffer digest) {}

    Future<Void> insert(SqlClient client, ConsentEvent event) {
        return client.preparedQuery("""
                        INSERT INTO consent_events (site_id, id, consent_hash, link, previous, version, state, choices,
                                                    services, source, lang, layout, decided_at, valid_until, digest)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                        """)
                .execute(Tuple.from(Arrays.asList(
                        event.siteId(),
                        event.id(),
                        bytes(event.consentHash()),
                        bytes(event.link()),
                        event.previous(),
                        event.version(),
                        event.state().wire(),
                        Rows.json(event.choices()),
                        Rows.json(event.services()),
                        event.source(),
                        event.lang(),
                        event.layout(),
                        Rows.bind(event.decidedAt()),
                        Rows.bind(event.validUntil()),
                        event.digest())))
                .mapEmpty();
    }

    /** All choices of one visitor, the newest first. */
    Future<List<Stored>> byConsent(SqlClient client, int siteId, byte[] consentHash) {
        return client.preparedQuery("""
                        SELECT site_id, id, consent_hash, link, previous, version, state, choices, services, source, lang,
                               layout, decided_at, valid_until, digest
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
                        SELECT site_id, id, consent_hash, link, previous, version, state, choices, services, source, lang,
                               layout, decided_at, valid_until
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
                hex(row.getBuffer("consent_hash")),
                hex(row.getBuffer("link")),
                row.getUUID("previous"),
                row.getString("version"),
                State.read(row.getString("state")),
                new TreeMap<>(Rows.switches(row, "choices")),
                new TreeMap<>(Rows.switches(row, "services")),
                row.getString("source"),
                row.getString("lang"),
                row.getString("layout"),
                Rows.instant(row, "decided_at"),
                Rows.instant(row, "valid_until"));
    }

    private static @Nullable Buffer bytes(@Nullable String hex) {
        return hex == null ? null : Buffer.buffer(HexFormat.of().parseHex(hex));
    }

    private static @Nullable String hex(@Nullable Buffer bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes.getBytes());
    }
}

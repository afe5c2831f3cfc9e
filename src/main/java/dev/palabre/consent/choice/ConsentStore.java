package dev.palabre.consent.choice;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code consent_events}: rows are added, sealed once, and never changed otherwise. */
public final class ConsentStore {
    /** A record, its digest, and the number of the seal that covers it; null where it waits for one. */
    public record Stored(
            ConsentEvent event, Buffer digest, @Nullable Integer seal) {
        /** Whether the digest is that of the record, and its link that of the visitor, unless the visitor was erased. */
        public boolean holds() {
            return event.digest().equals(digest) && event.isLinked();
        }

        /** The digest in hexadecimal. */
        public String hex() {
            return HexFormat.of().formatHex(digest.getBytes());
        }
    }

    /** A place in the order in which records were made. */
    public record Place(Instant decidedAt, UUID id) {}

    /** A visitor's newest record, and how many there are, counted up to a bound. */
    record Newest(ConsentEvent event, int count) {}

    public Future<Void> insert(SqlClient client, ConsentEvent event) {
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
                               layout, decided_at, valid_until, digest, seal
                        FROM consent_events
                        WHERE site_id = $1 AND consent_hash = $2
                        ORDER BY id DESC
                        LIMIT 200
                        """)
                .execute(Tuple.of(siteId, Buffer.buffer(consentHash)))
                .map(rows -> Rows.list(rows, ConsentStore::stored));
    }

    /** A visitor's newest choice, and how many choices they have, counted up to a bound. */
    Future<Optional<Newest>> newest(SqlClient client, int siteId, byte[] consentHash, int most) {
        return client.preparedQuery("""
                        SELECT site_id, id, consent_hash, link, previous, version, state, choices, services, source, lang,
                               layout, decided_at, valid_until, digest, seal,
                               (SELECT count(*)::int
                                FROM (SELECT 1 FROM consent_events
                                      WHERE site_id = $1 AND consent_hash = $2
                                      LIMIT $3) AS counted) AS known
                        FROM consent_events
                        WHERE site_id = $1 AND consent_hash = $2
                        ORDER BY id DESC
                        LIMIT 1
                        """)
                .execute(Tuple.of(siteId, Buffer.buffer(consentHash), most))
                .map(rows -> Rows.first(rows, row -> new Newest(event(row), row.getInteger("known"))));
    }

    /** Forgets who a visitor's records belong to; the records stay, and so do their digests. Answers their ids. */
    public Future<List<UUID>> erase(SqlClient client, int siteId, byte[] consentHash) {
        return client.preparedQuery("""
                        UPDATE consent_events
                        SET consent_hash = NULL
                        WHERE site_id = $1 AND consent_hash = $2
                        RETURNING id
                        """)
                .execute(Tuple.of(siteId, Buffer.buffer(consentHash)))
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
    }

    /** The same of single records; answers the ids of those that were still somebody's. */
    public Future<List<UUID>> erase(SqlClient client, int siteId, List<UUID> ids) {
        return client.preparedQuery("""
                        UPDATE consent_events
                        SET consent_hash = NULL
                        WHERE site_id = $1 AND id = ANY ($2) AND consent_hash IS NOT NULL
                        RETURNING id
                        """)
                .execute(Tuple.of(siteId, (Object) ids.toArray(UUID[]::new)))
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
    }

    /** Sites with records that no seal covers. */
    public Future<List<Integer>> unsealedSites(SqlClient client) {
        return client.preparedQuery("""
                        SELECT DISTINCT site_id
                        FROM consent_events
                        WHERE seal IS NULL
                        """).execute().map(rows -> Rows.list(rows, row -> row.getInteger("site_id")));
    }

    /** Records that no seal covers, in the order of their ids. */
    public Future<List<Seal.Leaf>> unsealed(SqlClient client, int siteId, int limit) {
        return client.preparedQuery("""
                        SELECT id, digest, decided_at
                        FROM consent_events
                        WHERE site_id = $1 AND seal IS NULL
                        ORDER BY id
                        LIMIT $2
                        """)
                .execute(Tuple.of(siteId, limit))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Seal.Leaf(
                                row.getUUID("id"),
                                row.getBuffer("digest").getBytes(),
                                Rows.instant(row, "decided_at"))));
    }

    /** Notes which seal covers these records. */
    public Future<Void> seal(SqlClient client, Seal seal, List<UUID> ids) {
        return client.preparedQuery("""
                        UPDATE consent_events
                        SET seal = $2
                        WHERE site_id = $1 AND id = ANY ($3)
                        """)
                .execute(Tuple.of(seal.siteId(), seal.number(), ids.toArray(UUID[]::new)))
                .mapEmpty();
    }

    /** The records that name a seal, in the order of their ids; of more than it covers, one more. */
    public Future<List<Stored>> sealed(SqlClient client, Seal seal) {
        return client.preparedQuery("""
                        SELECT site_id, id, consent_hash, link, previous, version, state, choices, services, source, lang,
                               layout, decided_at, valid_until, digest, seal
                        FROM consent_events
                        WHERE site_id = $1 AND seal = $2
                        ORDER BY id
                        LIMIT $3
                        """)
                .execute(Tuple.of(seal.siteId(), seal.number(), seal.events() + 1))
                .map(rows -> Rows.list(rows, ConsentStore::stored));
    }

    /** The next records that a filter lets through, in the order in which they were made. */
    public Future<List<Stored>> page(SqlClient client, int siteId, ConsentRecordFilter filter, Place after, int limit) {
        return client.preparedQuery("""
                        SELECT site_id, id, consent_hash, link, previous, version, state, choices, services, source, lang,
                               layout, decided_at, valid_until, digest, seal
                        FROM consent_events
                        WHERE site_id = $1 AND decided_at >= $2 AND decided_at < $3 AND (decided_at, id) > ($2, $4)
                          AND ($5::text IS NULL OR state = $5)
                        ORDER BY decided_at, id
                        LIMIT $6
                        """)
                .execute(Tuple.of(
                        siteId,
                        Rows.bind(after.decidedAt()),
                        Rows.bind(filter.to()),
                        after.id(),
                        filter.state(),
                        limit))
                .map(rows -> Rows.list(rows, ConsentStore::stored));
    }

    /** The next records that no seal covers, in the order of their ids. */
    public Future<List<Stored>> waiting(SqlClient client, int siteId, UUID after, int limit) {
        return client.preparedQuery("""
                        SELECT site_id, id, consent_hash, link, previous, version, state, choices, services, source, lang,
                               layout, decided_at, valid_until, digest, seal
                        FROM consent_events
                        WHERE site_id = $1 AND seal IS NULL AND id > $2
                        ORDER BY id
                        LIMIT $3
                        """)
                .execute(Tuple.of(siteId, after, limit))
                .map(rows -> Rows.list(rows, ConsentStore::stored));
    }

    /** Whether there are records that name a seal beyond the chain's last, or before its first. */
    public Future<Boolean> hasStrays(SqlClient client, int siteId, int last) {
        return client.preparedQuery("""
                        SELECT EXISTS (SELECT 1 FROM consent_events WHERE site_id = $1 AND seal > $2)
                            OR EXISTS (SELECT 1 FROM consent_events WHERE site_id = $1 AND seal < 1) AS strays
                        """)
                .execute(Tuple.of(siteId, last))
                .map(rows -> rows.iterator().next().getBoolean("strays"));
    }

    /** Deletes the records of a seal that is noted as purged. */
    public Future<Void> purge(SqlClient client, Seal seal) {
        return client.preparedQuery("""
                        DELETE FROM consent_events
                        WHERE site_id = $1 AND seal = $2
                        """)
                .execute(Tuple.of(seal.siteId(), seal.number()))
                .mapEmpty();
    }

    Future<Optional<Stored>> byId(SqlClient client, int siteId, UUID id) {
        return client.preparedQuery("""
                        SELECT site_id, id, consent_hash, link, previous, version, state, choices, services, source, lang,
                               layout, decided_at, valid_until, digest, seal
                        FROM consent_events
                        WHERE site_id = $1 AND id = $2
                        """)
                .execute(Tuple.of(siteId, id))
                .map(rows -> Rows.first(rows, ConsentStore::stored));
    }

    private static Stored stored(Row row) {
        return new Stored(event(row), row.getBuffer("digest"), row.getInteger("seal"));
    }

    private static ConsentEvent event(Row row) {
        return new ConsentEvent(
                row.getInteger("site_id"),
                row.getUUID("id"),
                hex(row.getBuffer("consent_hash")),
                HexFormat.of().formatHex(row.getBuffer("link").getBytes()),
                row.getUUID("previous"),
                row.getString("version"),
                ConsentState.read(row.getString("state")),
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

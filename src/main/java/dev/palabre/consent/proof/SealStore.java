package dev.palabre.consent.proof;

import dev.palabre.consent.choice.Seal;
import dev.palabre.consent.choice.SealBatch;
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
import java.util.Objects;
import java.util.Optional;

/** The table {@code consent_seals}: rows are added; only that a batch was purged is written later. */
public final class SealStore {
    /** Whether this transaction, and no other at the same time, seals or purges the site's events. */
    Future<Boolean> lock(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT pg_try_advisory_xact_lock(hashtext('palabre consent seals'), $1) AS locked
                        """)
                .execute(Tuple.of(siteId))
                .map(rows -> rows.iterator().next().getBoolean("locked"));
    }

    Future<Void> insert(SqlClient client, Seal seal) {
        return client.preparedQuery("""
                        INSERT INTO consent_seals (site_id, number, purges, from_id, to_id, events, newest_at, root,
                                                   keep_days, complete, previous, hash, sealed_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                        """)
                .execute(Tuple.from(Arrays.asList(
                        seal.siteId(),
                        seal.number(),
                        seal.purges(),
                        seal.from(),
                        seal.to(),
                        seal.events(),
                        Rows.bind(seal.newestAt()),
                        bytes(seal.root()),
                        seal.keepDays(),
                        seal.complete(),
                        bytes(seal.previous()),
                        bytes(seal.hash()),
                        Rows.bind(seal.sealedAt()))))
                .mapEmpty();
    }

    /** The end of a site's chain. */
    public Future<Optional<Seal>> last(SqlClient client, int siteId) {
        return client.preparedQuery("""
                        SELECT site_id, number, purges, from_id, to_id, events, newest_at, root, keep_days, complete,
                               previous, hash, sealed_at, purged_at
                        FROM consent_seals
                        WHERE site_id = $1
                        ORDER BY number DESC
                        LIMIT 1
                        """).execute(Tuple.of(siteId)).map(rows -> Rows.first(rows, SealStore::seal));
    }

    /** Seals from a number on, in their order. */
    Future<List<Seal>> from(SqlClient client, int siteId, int number, int limit) {
        return client.preparedQuery("""
                        SELECT site_id, number, purges, from_id, to_id, events, newest_at, root, keep_days, complete,
                               previous, hash, sealed_at, purged_at
                        FROM consent_seals
                        WHERE site_id = $1 AND number >= $2
                        ORDER BY number
                        LIMIT $3
                        """)
                .execute(Tuple.of(siteId, number, limit))
                .map(rows -> Rows.list(rows, SealStore::seal));
    }

    /** Seals of which no event is younger than a moment and that are not purged yet. */
    Future<List<Seal>> due(SqlClient client, int siteId, Instant before, int limit) {
        return client.preparedQuery("""
                        SELECT site_id, number, purges, from_id, to_id, events, newest_at, root, keep_days, complete,
                               previous, hash, sealed_at, purged_at
                        FROM consent_seals
                        WHERE site_id = $1 AND purged_at IS NULL AND purges IS NULL AND newest_at < $2
                        ORDER BY number
                        LIMIT $3
                        """)
                .execute(Tuple.of(siteId, Rows.bind(before), limit))
                .map(rows -> Rows.list(rows, SealStore::seal));
    }

    /** How many events these have. */
    Future<Long> countDue(SqlClient client, int siteId, Instant before) {
        return client.preparedQuery("""
                        SELECT coalesce(sum(events), 0)::bigint AS due
                        FROM consent_seals
                        WHERE site_id = $1 AND purged_at IS NULL AND purges IS NULL AND newest_at < $2
                        """)
                .execute(Tuple.of(siteId, Rows.bind(before)))
                .map(rows -> rows.iterator().next().getLong("due"));
    }

    /** The links that purged these seals, and the seals that these links purged. */
    Future<List<Seal>> counterparts(SqlClient client, int siteId, List<Seal> links) {
        var numbers = links.stream().map(Seal::number).toArray(Integer[]::new);
        var purged = links.stream().map(Seal::purges).filter(Objects::nonNull).toArray(Integer[]::new);
        return client.preparedQuery("""
                        SELECT site_id, number, purges, from_id, to_id, events, newest_at, root, keep_days, complete,
                               previous, hash, sealed_at, purged_at
                        FROM consent_seals
                        WHERE site_id = $1 AND (purges = ANY ($2) OR number = ANY ($3))
                        """)
                .execute(Tuple.of(siteId, numbers, purged))
                .map(rows -> Rows.list(rows, SealStore::seal));
    }

    /** Notes that the events of a seal are no longer kept. */
    Future<Void> purge(SqlClient client, Seal seal, Instant now) {
        return client.preparedQuery("""
                        UPDATE consent_seals
                        SET purged_at = $3
                        WHERE site_id = $1 AND number = $2 AND purged_at IS NULL
                        """)
                .execute(Tuple.of(seal.siteId(), seal.number(), Rows.bind(now)))
                .mapEmpty();
    }

    private static Seal seal(Row row) {
        return new Seal(
                row.getInteger("site_id"),
                row.getInteger("number"),
                row.getInteger("purges"),
                new SealBatch(
                        row.getUUID("from_id"),
                        row.getUUID("to_id"),
                        row.getInteger("events"),
                        Rows.instant(row, "newest_at"),
                        hex(row, "root")),
                row.getInteger("keep_days"),
                row.getBoolean("complete"),
                hex(row, "previous"),
                hex(row, "hash"),
                Rows.instant(row, "sealed_at"),
                Rows.instantOrNull(row, "purged_at"));
    }

    private static Buffer bytes(String hex) {
        return Buffer.buffer(HexFormat.of().parseHex(hex));
    }

    private static String hex(Row row, String column) {
        return HexFormat.of().formatHex(row.getBuffer(column).getBytes());
    }
}

package dev.palabre.privacy.datarequest;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The table {@code requests}. */
final class DataRequestStore {
    private static final String SELECT = """
            SELECT r.site_id, r.id, r.address_id, a.email, r.kind, r.text, r.lang, r.asked_at, r.due_at, r.answer,
                r.answered_at, r.moderator_id
            FROM requests r
            JOIN addresses a ON a.site_id = r.site_id AND a.id = r.address_id
            """;

    Future<Void> insert(SqlClient client, DataRequest request) {
        return client.preparedQuery("""
                        INSERT INTO requests (site_id, id, address_id, kind, text, lang, asked_at, due_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        """)
                .execute(Tuple.tuple(List.of(
                        request.siteId(),
                        request.id(),
                        request.addressId(),
                        request.type().wire(),
                        request.text(),
                        request.lang(),
                        Rows.bind(request.requestedAt()),
                        Rows.bind(request.dueAt()))))
                .mapEmpty();
    }

    /** Number of open requests of an address. */
    Future<Integer> open(SqlClient client, int siteId, UUID addressId) {
        return client.preparedQuery("""
                        SELECT count(*)::int AS open
                        FROM requests
                        WHERE site_id = $1 AND address_id = $2 AND answered_at IS NULL
                        """)
                .execute(Tuple.of(siteId, addressId))
                .map(rows -> rows.iterator().next().getInteger("open"));
    }

    /** Number of open requests of each site that has any. */
    Future<Map<Integer, Integer>> open(SqlClient client) {
        return client.preparedQuery("""
                        SELECT site_id, count(*)::int AS open
                        FROM requests
                        WHERE answered_at IS NULL
                        GROUP BY site_id
                        """).execute().map(rows -> {
            var open = new TreeMap<Integer, Integer>();
            rows.forEach(row -> open.put(row.getInteger("site_id"), row.getInteger("open")));
            return open;
        });
    }

    /** Open requests of these sites, the soonest due first. */
    Future<List<DataRequest>> waiting(SqlClient client, Collection<Integer> siteIds, int most) {
        return client.preparedQuery(SELECT + """
                        WHERE r.site_id = ANY ($1) AND r.answered_at IS NULL
                        ORDER BY r.due_at, r.id
                        LIMIT $2
                        """)
                .execute(Tuple.of(siteIds.toArray(Integer[]::new), most))
                .map(rows -> Rows.list(rows, DataRequestStore::request));
    }

    /** Answered requests of these sites, the last answer first. */
    Future<List<DataRequest>> answered(SqlClient client, Collection<Integer> siteIds, int most) {
        return client.preparedQuery(SELECT + """
                        WHERE r.site_id = ANY ($1) AND r.answered_at IS NOT NULL
                        ORDER BY r.answered_at DESC, r.id DESC
                        LIMIT $2
                        """)
                .execute(Tuple.of(siteIds.toArray(Integer[]::new), most))
                .map(rows -> Rows.list(rows, DataRequestStore::request));
    }

    /** Requests of an address, the newest first. */
    Future<List<DataRequest>> byAddress(SqlClient client, int siteId, UUID addressId) {
        return client.preparedQuery(SELECT + """
                        WHERE r.site_id = $1 AND r.address_id = $2
                        ORDER BY r.id DESC
                        LIMIT 500
                        """)
                .execute(Tuple.of(siteId, addressId))
                .map(rows -> Rows.list(rows, DataRequestStore::request));
    }

    /** A request of one of these sites. */
    Future<Optional<DataRequest>> find(SqlClient client, Collection<Integer> siteIds, UUID id) {
        return client.preparedQuery(SELECT + "WHERE r.site_id = ANY ($1) AND r.id = $2")
                .execute(Tuple.of(siteIds.toArray(Integer[]::new), id))
                .map(rows -> Rows.first(rows, DataRequestStore::request));
    }

    /** Due date of the open request that is due first; {@code reminded} looks only at those that a reminder was sent for. */
    Future<Optional<Instant>> soonest(SqlClient client, int siteId, boolean reminded) {
        return client.preparedQuery("""
                        SELECT min(due_at) AS due_at
                        FROM requests
                        WHERE site_id = $1 AND answered_at IS NULL AND (NOT $2 OR warned_at IS NOT NULL)
                        """)
                .execute(Tuple.of(siteId, reminded))
                .map(rows ->
                        Optional.ofNullable(Rows.instantOrNull(rows.iterator().next(), "due_at")));
    }

    /** Answers a request; false where it was answered before. */
    Future<Boolean> answer(SqlClient client, int siteId, UUID id, String answer, UUID moderatorId) {
        return client.preparedQuery("""
                        UPDATE requests
                        SET answer = $3, answered_at = now(), moderator_id = $4
                        WHERE site_id = $1 AND id = $2 AND answered_at IS NULL
                        """)
                .execute(Tuple.of(siteId, id, answer, moderatorId))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Marks open requests that are due by then as reminded; answers those that were not before. */
    Future<List<UUID>> markReminded(SqlClient client, int siteId, Instant by) {
        return client.preparedQuery("""
                        UPDATE requests
                        SET warned_at = now()
                        WHERE site_id = $1 AND due_at <= $2 AND answered_at IS NULL AND warned_at IS NULL
                        RETURNING id
                        """)
                .execute(Tuple.of(siteId, Rows.bind(by)))
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
    }

    Future<Void> forget(SqlClient client, int siteId, UUID addressId) {
        return client.preparedQuery("""
                        DELETE FROM requests
                        WHERE site_id = $1 AND address_id = $2
                        """).execute(Tuple.of(siteId, addressId)).mapEmpty();
    }

    Future<Long> old(SqlClient client, int siteId, Instant before) {
        return client.preparedQuery("""
                        SELECT count(*) AS old
                        FROM requests
                        WHERE site_id = $1 AND answered_at < $2
                        """)
                .execute(Tuple.of(siteId, Rows.bind(before)))
                .map(rows -> rows.iterator().next().getLong("old"));
    }

    /** Deletes some of these; answers the address of each. */
    Future<List<UUID>> purge(SqlClient client, int siteId, Instant before, int most) {
        return client.preparedQuery("""
                        DELETE FROM requests
                        WHERE site_id = $1 AND id IN (
                            SELECT id
                            FROM requests
                            WHERE site_id = $1 AND answered_at < $2
                            ORDER BY answered_at
                            LIMIT $3
                            FOR UPDATE SKIP LOCKED)
                        RETURNING address_id
                        """)
                .execute(Tuple.of(siteId, Rows.bind(before), most))
                .map(rows -> Rows.list(rows, row -> row.getUUID("address_id")));
    }

    private static DataRequest request(Row row) {
        return new DataRequest(
                row.getInteger("site_id"),
                row.getUUID("id"),
                row.getUUID("address_id"),
                row.getString("email"),
                RequestType.of(row.getString("kind")).orElse(RequestType.OTHER),
                row.getString("text"),
                row.getString("lang"),
                Rows.instant(row, "asked_at"),
                Rows.instant(row, "due_at"),
                row.getString("answer"),
                Rows.instantOrNull(row, "answered_at"),
                row.getUUID("moderator_id"));
    }
}

package dev.palabre.address;

import dev.palabre.db.BatchedDelete.Page;
import dev.palabre.db.Rows;
import dev.palabre.privacy.retention.ErasureStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code addresses}, as far as unclaimed addresses go: given for a correction that nobody confirmed, without
 * subscriptions and open data requests. Each is checked for a month from its second day on, or until it has a comment: from then
 * on the address is deleted with its last comment ({@link AddressStore#drop}).
 */
public final class UnclaimedAddressStore {
    /** Served by the index {@code addresses_unclaimed}, which holds what no comment was found for yet. */
    private static final String YOUNG = """
            NOT a.claimed
            AND a.created_at < now() - interval '1 day' AND a.created_at > now() - interval '31 days'
            """;

    private static final String UNCLAIMED = AddressUse.NO_COMMENT + AddressUse.NO_FOLLOW + AddressUse.NO_REQUEST;

    private final ErasureStore erasures = new ErasureStore();

    /** The last row that a batch checked. */
    public record Cursor(Instant createdAt, UUID id) {
        static final Cursor START = new Cursor(Instant.EPOCH, new UUID(0, 0));
    }

    /** Deletes those of the next addresses of a site that are unclaimed, in the caller's transaction. */
    public Future<Page<Cursor>> purge(SqlClient client, int siteId, @Nullable Cursor after, int limit) {
        return lockNext(client, siteId, after == null ? Cursor.START : after, limit)
                .compose(seen -> seen.isEmpty()
                        ? Future.succeededFuture(new Page<>(0, null))
                        : delete(client, siteId, seen.stream().map(Cursor::id).toArray(UUID[]::new))
                                .map(removed ->
                                        new Page<>(removed, seen.size() < limit ? null : seen.get(seen.size() - 1))));
    }

    /** Number of addresses that {@link #purge} would delete on all sites. */
    public Future<Long> count(SqlClient client) {
        return client.preparedQuery("SELECT count(*) AS unclaimed FROM addresses a WHERE " + YOUNG + UNCLAIMED)
                .execute()
                .map(rows -> rows.iterator().next().getLong("unclaimed"));
    }

    private Future<List<Cursor>> lockNext(SqlClient client, int siteId, Cursor after, int limit) {
        return client.preparedQuery("""
                        SELECT a.created_at, a.id
                        FROM addresses a
                        WHERE a.site_id = $1 AND (a.created_at, a.id) > ($2, $3) AND
                        """ + YOUNG + """
                        ORDER BY a.created_at, a.id
                        LIMIT $4
                        FOR UPDATE SKIP LOCKED
                        """)
                .execute(Tuple.of(siteId, Rows.bind(after.createdAt()), after.id(), limit))
                .map(rows -> Rows.list(rows, row -> new Cursor(Rows.instant(row, "created_at"), row.getUUID("id"))));
    }

    private Future<Integer> delete(SqlClient client, int siteId, UUID[] ids) {
        return client.preparedQuery("""
                        DELETE FROM addresses a
                        WHERE a.site_id = $1 AND a.id = ANY ($2)
                        """ + UNCLAIMED + "RETURNING a.id")
                .execute(Tuple.of(siteId, (Object) ids))
                .map(rows -> Rows.list(rows, row -> row.getUUID("id")))
                .compose(removed -> Future.all(
                                claim(client, siteId, ids),
                                removed.isEmpty()
                                        ? Future.succeededFuture()
                                        : erasures.note(client, siteId, AddressStore.KIND, removed))
                        .map(removed.size()));
    }

    private static Future<Void> claim(SqlClient client, int siteId, UUID[] ids) {
        return client.preparedQuery("""
                        UPDATE addresses a
                        SET claimed = true
                        WHERE a.site_id = $1 AND a.id = ANY ($2)
                        """ + AddressUse.A_COMMENT)
                .execute(Tuple.of(siteId, (Object) ids))
                .mapEmpty();
    }
}

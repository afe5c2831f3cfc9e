package dev.palabre.moderation;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code decisions}: append-only. */
final class DecisionStore {
    private static final UUID LAST = new UUID(-1, -1);

    /** A row to be appended; who decided what of which comment, and why. */
    record Entry(
            int siteId,
            UUID id,
            UUID commentId,
            @Nullable UUID moderatorId,
            String decision,
            String from,
            String to,
            @Nullable String reasonCode,
            @Nullable String reason,
            @Nullable String note) {}

    Future<Void> append(SqlClient client, Entry entry, byte[] digest) {
        return client.preparedQuery("""
                        INSERT INTO decisions (site_id, id, comment_id, moderator_id, decision, from_status, to_status,
                                               reason_code, reason, note, digest)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                        """)
                .execute(Tuple.tuple(Arrays.asList(
                        entry.siteId(),
                        entry.id(),
                        entry.commentId(),
                        entry.moderatorId(),
                        entry.decision(),
                        entry.from(),
                        entry.to(),
                        entry.reasonCode(),
                        entry.reason(),
                        entry.note(),
                        Buffer.buffer(digest))))
                .mapEmpty();
    }

    /** Takes out the words that were written about a comment; the digest is over their digests, and stays. */
    Future<Void> forget(SqlClient client, int siteId, UUID commentId) {
        return client.preparedQuery("""
                        UPDATE decisions
                        SET reason = NULL, note = NULL
                        WHERE site_id = $1 AND comment_id = $2
                        """).execute(Tuple.of(siteId, commentId)).mapEmpty();
    }

    /** The last decision of a comment. */
    Future<Optional<Entry>> last(SqlClient client, int siteId, UUID commentId) {
        return client.preparedQuery("""
                        SELECT site_id, id, comment_id, moderator_id, decision, from_status, to_status,
                               reason_code, reason, note
                        FROM decisions
                        WHERE site_id = $1 AND comment_id = $2
                        ORDER BY id DESC
                        LIMIT 1
                        """)
                .execute(Tuple.of(siteId, commentId))
                .map(rows -> Rows.first(rows, DecisionStore::entry));
    }

    /** The newest decisions of these sites, of one comment or of all. */
    Future<List<AuditEntry>> page(
            SqlClient client, List<Integer> sites, @Nullable UUID commentId, int limit, @Nullable UUID after) {
        var one = commentId == null ? "" : " AND d.comment_id = $4";
        var values = Tuple.tuple()
                .addValue(sites.toArray(Integer[]::new))
                .addValue(limit)
                .addValue(after == null ? LAST : after);
        return client.preparedQuery("""
                        SELECT found.*, m.email
                        FROM unnest($1::integer[]) AS s (site)
                        CROSS JOIN LATERAL (
                            SELECT d.site_id, d.id, d.comment_id, d.moderator_id, d.decision, d.from_status,
                                   d.to_status, d.reason_code, d.reason, d.note, d.decided_at, d.digest
                            FROM decisions d
                            WHERE d.site_id = s.site AND d.id < $3 %s
                            ORDER BY d.id DESC
                            LIMIT $2
                        ) AS found
                        LEFT JOIN moderators m ON m.id = found.moderator_id
                        ORDER BY found.id DESC
                        LIMIT $2
                        """.formatted(one))
                .execute(commentId == null ? values : values.addValue(commentId))
                .map(rows -> Rows.list(rows, DecisionStore::decided));
    }

    private static AuditEntry decided(Row row) {
        var entry = entry(row);
        return new AuditEntry(
                entry.siteId(),
                entry.id(),
                entry.commentId(),
                entry.moderatorId(),
                row.getString("email"),
                entry.decision(),
                entry.from(),
                entry.to(),
                entry.reasonCode(),
                entry.reason(),
                entry.note(),
                Rows.instant(row, "decided_at"),
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(row.getBuffer("digest").getBytes()));
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getInteger("site_id"),
                row.getUUID("id"),
                row.getUUID("comment_id"),
                row.getUUID("moderator_id"),
                row.getString("decision"),
                row.getString("from_status"),
                row.getString("to_status"),
                row.getString("reason_code"),
                row.getString("reason"),
                row.getString("note"));
    }
}

package dev.palabre.comment.model;

import dev.palabre.db.Rows;
import dev.palabre.text.CanonicalEmail;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Comments of all states for those who moderate them. Every question names the sites that the asker may see, and each site
 * is asked by itself, so that pages come from its index.
 */
public final class CommentSearch {
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);

    /**
     * What is looked for.
     *
     * @param sites numbers of the sites that are searched
     * @param status that comments have, null for any
     * @param text found in the text or the name, in any case; null for any
     * @param author found in the name, in any case; null for any
     * @param addressSites sites where the author is looked for in the address as well
     * @param limit comments at the most
     * @param after the last comment of the page before, null for the first page
     */
    public record Query(
            List<Integer> sites,
            @Nullable CommentStatus status,
            @Nullable String text,
            @Nullable String author,
            List<Integer> addressSites,
            int limit,
            @Nullable UUID after) {
        /** Looks for nothing in addresses. */
        public Query(
                List<Integer> sites,
                @Nullable CommentStatus status,
                @Nullable String text,
                int limit,
                @Nullable UUID after) {
            this(sites, status, text, null, List.of(), limit, after);
        }

        /** What waits is read in the order in which it came; everything else from its newest end. */
        boolean oldestFirst() {
            return status == CommentStatus.PENDING;
        }
    }

    /**
     * A comment with what only moderators see of its author.
     *
     * @param comment the comment
     * @param email its author's address, null where none was given or it was erased
     */
    public record Found(Comment comment, @Nullable String email) {}

    /**
     * How much there is of what.
     *
     * @param byStatus how many comments of each status
     * @param oldestPending since when the longest waiting one waits, null where none does
     */
    public record Statistics(
            Map<CommentStatus, Long> byStatus, @Nullable Instant oldestPending) {}

    /** A page of what is found. */
    public Future<List<Found>> page(SqlClient client, Query query) {
        var values = new ArrayList<Object>();
        values.add(array(query.sites()));
        values.add(query.limit());
        values.add(query.after() != null ? query.after() : query.oldestFirst() ? FIRST : LAST);
        var conditions = new StringBuilder();
        if (query.status() != null) {
            values.add(query.status().wire());
            conditions.append(" AND c.status = $").append(values.size());
            if (query.status() == CommentStatus.PENDING) {
                conditions.append(" AND NOT c.unverified");
            }
        }
        if (query.text() != null) {
            values.add(containing(query.text()));
            conditions.append(" AND (c.text ILIKE $N OR c.name ILIKE $N)".replace("$N", "$" + values.size()));
        }
        if (query.author() != null) {
            values.add(containing(query.author()));
            var author = "$" + values.size();
            values.add(CanonicalEmail.of(query.author()).orElse(null));
            values.add(array(query.addressSites()));
            conditions.append((" AND (c.name ILIKE $N OR c.first_name ILIKE $N OR c.last_name ILIKE $N"
                            + " OR (s.site = ANY($S) AND (a.email ILIKE $N OR a.canonical = $C::text)))")
                    .replace("$N", author)
                    .replace("$C", "$" + (values.size() - 1))
                    .replace("$S", "$" + values.size()));
        }
        return client.preparedQuery("""
                        SELECT found.*
                        FROM unnest($1::integer[]) AS s (site)
                        CROSS JOIN LATERAL (
                            SELECT %s, a.email
                            FROM comments c
                            JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
                            LEFT JOIN addresses a ON a.site_id = c.site_id AND a.id = c.address_id
                            WHERE c.site_id = s.site AND c.id %s $3 %s
                            ORDER BY c.id %s
                            LIMIT $2
                        ) AS found
                        ORDER BY found.id %s
                        LIMIT $2
                        """.formatted(
                                CommentStore.COLUMNS,
                                query.oldestFirst() ? ">" : "<",
                                conditions,
                                query.oldestFirst() ? "ASC" : "DESC",
                                query.oldestFirst() ? "ASC" : "DESC"))
                .execute(Tuple.tuple(values))
                .map(rows -> Rows.list(rows, CommentSearch::found));
    }

    /** One comment of these sites. */
    public Future<Optional<Found>> find(SqlClient client, List<Integer> sites, UUID id) {
        return client.preparedQuery("SELECT " + CommentStore.COLUMNS + """
                        , a.email
                        FROM comments c
                        JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
                        LEFT JOIN addresses a ON a.site_id = c.site_id AND a.id = c.address_id
                        WHERE c.site_id = ANY($1) AND c.id = $2
                        """)
                .execute(Tuple.tuple().addValue(array(sites)).addValue(id))
                .map(rows -> Rows.first(rows, CommentSearch::found));
    }

    /** The same, locked until the caller's transaction ends. */
    public Future<Optional<Found>> lock(SqlClient client, List<Integer> sites, UUID id) {
        return client.preparedQuery("SELECT " + CommentStore.COLUMNS + """
                        , a.email
                        FROM comments c
                        JOIN threads t ON t.site_id = c.site_id AND t.id = c.thread_id
                        LEFT JOIN addresses a ON a.site_id = c.site_id AND a.id = c.address_id
                        WHERE c.site_id = ANY($1) AND c.id = $2
                        FOR UPDATE OF c
                        """)
                .execute(Tuple.tuple().addValue(array(sites)).addValue(id))
                .map(rows -> Rows.first(rows, CommentSearch::found));
    }

    /** How many there are of each status, and since when something waits. */
    public Future<Statistics> statistics(SqlClient client, List<Integer> sites) {
        return client.preparedQuery("""
                        SELECT c.status, count(*) AS many, (
                            SELECT min(first.created_at)
                            FROM unnest($1::integer[]) AS s (site)
                            CROSS JOIN LATERAL (
                                SELECT p.created_at
                                FROM comments p
                                WHERE p.site_id = s.site AND p.status = 'pending' AND NOT p.unverified
                                ORDER BY p.id
                                LIMIT 1
                            ) AS first
                        ) AS oldest
                        FROM comments c
                        WHERE c.site_id = ANY($1::integer[]) AND NOT (c.status = 'pending' AND c.unverified)
                        GROUP BY c.status
                        """)
                .execute(Tuple.tuple().addValue(array(sites)))
                .map(CommentSearch::statistics);
    }

    private static Statistics statistics(Iterable<Row> rows) {
        var counts = new EnumMap<CommentStatus, Long>(CommentStatus.class);
        for (var status : CommentStatus.values()) {
            counts.put(status, 0L);
        }
        Instant oldest = null;
        for (var row : rows) {
            counts.put(CommentStatus.of(row.getString("status")), row.getLong("many"));
            oldest = Rows.instantOrNull(row, "oldest");
        }
        return new Statistics(counts, oldest);
    }

    /** A pattern that finds exactly this text anywhere. */
    static String containing(String text) {
        return '%' + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%';
    }

    private static Integer[] array(List<Integer> sites) {
        return sites.toArray(Integer[]::new);
    }

    private static Found found(Row row) {
        return new Found(CommentStore.comment(row), row.getString("email"));
    }
}

package dev.palabre.consent.reports;

import dev.palabre.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** The table {@code consent_statistics}. */
final class StatisticStore {
    private static final Comparator<DailyStatistic> BY_KEY = Comparator.comparingInt(DailyStatistic::siteId)
            .thenComparing(DailyStatistic::day)
            .thenComparing(DailyStatistic::version);

    /** Adds to what is there; always in one order, so that two nodes cannot wait for each other. */
    Future<Void> add(SqlClient client, List<DailyStatistic> counted) {
        var rows = counted.stream().sorted(BY_KEY).toList();
        return client.preparedQuery("""
                        INSERT INTO consent_statistics AS kept (site_id, day, version, shown, accepted, refused, partial,
                                                                withdrawn)
                        SELECT * FROM unnest($1::integer[], $2::date[], $3::text[], $4::bigint[], $5::bigint[],
                                             $6::bigint[], $7::bigint[], $8::bigint[])
                        ON CONFLICT (site_id, day, version) DO UPDATE
                        SET shown = kept.shown + excluded.shown,
                            accepted = kept.accepted + excluded.accepted,
                            refused = kept.refused + excluded.refused,
                            partial = kept.partial + excluded.partial,
                            withdrawn = kept.withdrawn + excluded.withdrawn
                        """)
                .execute(Tuple.of(
                                rows.stream().map(DailyStatistic::siteId).toArray(Integer[]::new),
                                rows.stream().map(DailyStatistic::day).toArray(LocalDate[]::new),
                                rows.stream().map(DailyStatistic::version).toArray(String[]::new),
                                numbers(rows, DailyStatistic::shown),
                                numbers(rows, DailyStatistic::accepted),
                                numbers(rows, DailyStatistic::refused))
                        .addValue(numbers(rows, DailyStatistic::partial))
                        .addValue(numbers(rows, DailyStatistic::withdrawn)))
                .mapEmpty();
    }

    Future<List<DailyStatistic>> list(SqlClient client, List<Integer> siteIds, LocalDate from, LocalDate to) {
        return client.preparedQuery("""
                        SELECT site_id, day, version, shown, accepted, refused, partial, withdrawn
                        FROM consent_statistics
                        WHERE site_id = ANY ($1) AND day BETWEEN $2 AND $3
                        ORDER BY site_id, day, version
                        """)
                .execute(Tuple.of(siteIds.toArray(Integer[]::new), from, to))
                .map(rows -> Rows.list(
                        rows,
                        row -> new DailyStatistic(
                                row.getInteger("site_id"),
                                row.getLocalDate("day"),
                                row.getString("version"),
                                row.getLong("shown"),
                                row.getLong("accepted"),
                                row.getLong("refused"),
                                row.getLong("partial"),
                                row.getLong("withdrawn"))));
    }

    private static Long[] numbers(List<DailyStatistic> rows, ToLongFunction<DailyStatistic> number) {
        return rows.stream().mapToLong(number).boxed().toArray(Long[]::new);
    }
}

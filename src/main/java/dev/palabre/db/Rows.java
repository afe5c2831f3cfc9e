package dev.palabre.db;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** From rows to values, and from values to what the client binds. */
public final class Rows {
    private Rows() {}

    /** All rows as values. */
    public static <T> List<T> list(RowSet<Row> rows, Function<Row, T> mapper) {
        return StreamSupport.stream(rows.spliterator(), false).map(mapper).toList();
    }

    /** All rows as values, by what they belong to, each in the order in which it came. */
    public static <K, T> Map<K, List<T>> grouped(RowSet<Row> rows, Function<Row, K> key, Function<Row, T> mapper) {
        var grouped = new LinkedHashMap<K, List<T>>();
        rows.forEach(row -> grouped.computeIfAbsent(key.apply(row), first -> new ArrayList<>())
                .add(mapper.apply(row)));
        return grouped;
    }

    /** The first row as a value, if there is one. */
    public static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> mapper) {
        var iterator = rows.iterator();
        return iterator.hasNext() ? Optional.of(mapper.apply(iterator.next())) : Optional.empty();
    }

    /** A point in time, null where the column is. */
    public static @Nullable Instant instantOrNull(Row row, String column) {
        var at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    /** A point in time of a column that is never null. */
    public static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    /** A point in time as the client binds it. */
    public static OffsetDateTime bind(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    /** One column of many rows as the client binds it, for {@code unnest}. */
    public static <T, C> C[] column(List<T> rows, Function<T, C> value, IntFunction<C[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    /** A jsonb object of texts. */
    public static Map<String, String> texts(Row row, String column) {
        var found = new LinkedHashMap<String, String>();
        row.getJsonObject(column).forEach(entry -> found.put(entry.getKey(), String.valueOf(entry.getValue())));
        return found;
    }

    /** A jsonb object of yes and no. */
    public static Map<String, Boolean> switches(Row row, String column) {
        var found = new LinkedHashMap<String, Boolean>();
        row.getJsonObject(column).forEach(entry -> found.put(entry.getKey(), Boolean.TRUE.equals(entry.getValue())));
        return found;
    }

    /** Named values as jsonb. */
    public static Object json(Map<String, ?> values) {
        var json = new JsonObject();
        values.forEach(json::put);
        return json;
    }
}

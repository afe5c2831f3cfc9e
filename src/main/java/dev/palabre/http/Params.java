package dev.palabre.http;

import dev.palabre.problem.Problem;
import dev.palabre.text.TextRules;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values that a request names in its path and its query, each checked for what a text may hold. */
public final class Params {
    private static final int MAX_QUERY_VALUE = 4_000;

    private Params() {}

    /** A value of the path. */
    public static String path(RoutingContext ctx, String name) {
        var value = ctx.pathParam(name);
        if (value == null || !TextRules.storable(value)) {
            throw Problem.notFound();
        }
        return value;
    }

    /** An id of the path; what is no id is nothing that exists (404). */
    public static UUID id(RoutingContext ctx, String name) {
        return id(path(ctx, name));
    }

    /** An id as it was sent; what is no id is nothing that exists (404). */
    public static UUID id(String value) {
        try {
            var id = UUID.fromString(value);
            if (id.toString().equalsIgnoreCase(value)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the one answer for what does not exist.
        }
        throw Problem.notFound();
    }

    /** A value of the query, null where it is missing or empty. */
    public static @Nullable String query(RoutingContext ctx, String name) {
        var value = queryOfAnyLength(ctx, name);
        if (value != null && value.length() > MAX_QUERY_VALUE) {
            throw Problem.malformed(name, "not_in_range");
        }
        return value;
    }

    /** The same, however long it is. */
    public static @Nullable String queryOfAnyLength(RoutingContext ctx, String name) {
        var values = ctx.queryParam(name);
        if (values.isEmpty() || values.get(0).isEmpty()) {
            return null;
        }
        var value = values.get(0);
        if (values.size() > 1) {
            throw Problem.malformed(name, "doubled");
        }
        if (value.indexOf('\uFFFD') >= 0
                && !String.valueOf(ctx.request().query()).contains("%EF%BF%BD")) {
            throw Problem.of(Problem.Kind.MALFORMED, "malformed_utf8");
        }
        if (!TextRules.storable(value)) {
            throw Problem.malformed(name, "not_storable");
        }
        return value;
    }

    /** A whole number of the query within bounds, or the default where it is missing. */
    public static int number(RoutingContext ctx, String name, int min, int max, int otherwise) {
        var value = query(ctx, name);
        if (value == null) {
            return otherwise;
        }
        try {
            var number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one answer for what is no such number.
        }
        throw Problem.malformed(name, "not_in_range");
    }
}

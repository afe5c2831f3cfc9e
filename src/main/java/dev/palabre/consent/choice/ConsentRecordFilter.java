package dev.palabre.consent.choice;

import dev.palabre.problem.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which records are exported.
 *
 * @param from decided then or later
 * @param to decided before
 * @param state that they amount to, null for any
 */
public record ConsentRecordFilter(
        Instant from, Instant to, @Nullable String state) {
    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2999, 12, 31);

    /**
     * Reads a filter of days in UTC, both included, such as {@code 2026-11-25}; what is absent does not filter.
     *
     * @throws Problem 400 naming what is no day or no state
     */
    public static ConsentRecordFilter of(@Nullable String from, @Nullable String to, @Nullable String state) {
        if (state != null
                && Stream.of(ConsentState.values())
                        .noneMatch(each -> each.wire().equals(state))) {
            throw Problem.malformed("state", "unknown_state");
        }
        return new ConsentRecordFilter(
                start(day("from", from, FIRST)), start(day("to", to, LAST).plusDays(1)), state);
    }

    /**
     * A day of a request.
     *
     * @throws Problem 400 for what is none
     */
    public static LocalDate day(String field, @Nullable String text, LocalDate otherwise) {
        try {
            var day = text == null ? otherwise : LocalDate.parse(text);
            if (!day.isBefore(FIRST) && !day.isAfter(LAST)) {
                return day;
            }
        } catch (DateTimeParseException e) {
            // Falls through to the one answer for what is no day.
        }
        throw Problem.malformed(field, "not_a_day");
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}

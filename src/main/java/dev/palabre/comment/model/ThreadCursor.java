package dev.palabre.comment.model;

import dev.palabre.problem.Problem;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in a thread: after the comment of this time and id. As text it needs no escaping in an address.
 *
 * @param at to the microsecond, as the database keeps it
 * @param id among those of the same microsecond
 */
public record ThreadCursor(Instant at, UUID id) {
    private static final ThreadCursor LAST = new ThreadCursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));
    private static final ThreadCursor FIRST = new ThreadCursor(Instant.EPOCH, new UUID(0, 0));

    /** The beginning of a thread in an order. */
    static ThreadCursor start(ThreadOrder sort) {
        return sort == ThreadOrder.NEWEST ? LAST : FIRST;
    }

    /** Reads what {@link #text} wrote; null is the beginning. */
    public static ThreadCursor parse(@Nullable String text, ThreadOrder sort) {
        if (text == null) {
            return start(sort);
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            var micros = bytes.getLong();
            var cursor = new ThreadCursor(
                    Instant.EPOCH.plus(micros, ChronoUnit.MICROS), new UUID(bytes.getLong(), bytes.getLong()));
            if (micros >= 0 && !cursor.at().isAfter(LAST.at()) && cursor.text().equals(text)) {
                return cursor;
            }
        } catch (RuntimeException e) {
            // Falls through to the one answer for what is no cursor.
        }
        throw Problem.malformed("after", "unknown_cursor");
    }

    public String text() {
        var bytes = ByteBuffer.allocate(24)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}

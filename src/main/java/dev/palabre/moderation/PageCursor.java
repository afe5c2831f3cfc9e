package dev.palabre.moderation;

import dev.palabre.problem.Problem;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages by the id of their last row, as text that needs no escaping in an address. */
public final class PageCursor {
    private PageCursor() {}

    /**
     * A page and where the next one begins.
     *
     * @param rows at most as many as were asked for
     * @param next null where nothing follows
     */
    public record Slice<T>(List<T> rows, @Nullable String next) {}

    /** Cuts what was read, one row more than the limit, to the page. */
    public static <T> Slice<T> slice(List<T> read, int limit, Function<T, UUID> id) {
        return read.size() <= limit
                ? new Slice<>(read, null)
                : new Slice<>(read.subList(0, limit), text(id.apply(read.get(limit - 1))));
    }

    /** Reads what {@link #slice} wrote. */
    public static @Nullable UUID parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            var id = new UUID(bytes.getLong(), bytes.getLong());
            if (text(id).equals(text)) {
                return id;
            }
        } catch (RuntimeException e) {
            // Falls through to the one answer for what is no cursor.
        }
        throw Problem.malformed("after", "unknown_cursor");
    }

    /** The text of a place. */
    public static String text(UUID id) {
        var bytes = ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}

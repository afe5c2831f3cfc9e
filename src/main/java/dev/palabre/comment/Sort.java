package dev.palabre.comment;

import dev.palabre.kernel.http.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The order of a thread. */
enum Sort {
    NEWEST,
    OLDEST;

    static Sort of(@Nullable String name) {
        return switch (name == null ? "newest" : name) {
            case "newest" -> NEWEST;
            case "oldest" -> OLDEST;
            default -> throw Problem.malformed("sort", "unknown_sort");
        };
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

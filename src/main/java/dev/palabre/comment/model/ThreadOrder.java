package dev.palabre.comment.model;

import dev.palabre.problem.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The order of a thread. */
public enum ThreadOrder {
    NEWEST,
    OLDEST;

    public static ThreadOrder of(@Nullable String name) {
        return switch (name == null ? "newest" : name) {
            case "newest" -> NEWEST;
            case "oldest" -> OLDEST;
            default -> throw Problem.malformed("sort", "unknown_sort");
        };
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

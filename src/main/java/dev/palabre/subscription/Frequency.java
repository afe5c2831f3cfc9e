package dev.palabre.subscription;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How often a follower is told. */
public enum Frequency {
    /** Of each comment, when it goes online. */
    EACH,
    /** Of a day's comments together, in the morning. */
    DAILY;

    /** The name in forms and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The rhythm of a name; empty for any other text. */
    static Optional<Frequency> of(@Nullable String wire) {
        return Stream.of(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }
}

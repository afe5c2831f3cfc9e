package dev.palabre.subscription;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How often a subscriber is mailed. */
public enum Frequency {
    /** About each comment when it is published. */
    EACH,
    /** About all comments of a day, the next morning. */
    DAILY;

    /** The name in forms and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The frequency of a name; empty for any other text. */
    static Optional<Frequency> of(@Nullable String wire) {
        return Stream.of(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }
}

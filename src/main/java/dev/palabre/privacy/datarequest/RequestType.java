package dev.palabre.privacy.datarequest;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Type of a data request. */
public enum RequestType {
    /** Objection to processing (GDPR, art. 21). */
    OBJECT,
    /** Restriction of processing (art. 18). */
    RESTRICT,
    /** Objection to a moderation decision. */
    CONTEST,
    OTHER;

    /** The name in forms, in JSON and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of a name; empty for any other text. */
    public static Optional<RequestType> of(@Nullable String wire) {
        return Stream.of(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }
}

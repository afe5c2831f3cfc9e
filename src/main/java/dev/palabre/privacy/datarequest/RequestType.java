package dev.palabre.privacy.datarequest;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request is about. */
public enum RequestType {
    /** That their data is used at all (GDPR, art. 21). */
    OBJECT,
    /** That it is kept and not used for now (art. 18). */
    RESTRICT,
    /** A decision that was taken about what they wrote. */
    CONTEST,
    OTHER;

    /** The name in forms, in JSON and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The matter of a name; empty for any other text. */
    public static Optional<RequestType> of(@Nullable String wire) {
        return Stream.of(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }
}

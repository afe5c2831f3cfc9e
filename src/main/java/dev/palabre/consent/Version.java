package dev.palabre.consent;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A policy as it was stored when it was first served.
 *
 * @param version SHA-256 of the document's canonical spelling, in hexadecimal
 * @param since when it was first served
 * @param document all that was asked
 */
record Version(String version, Instant since, Map<String, Object> document) {
    /**
     * A version in its order.
     *
     * @param now the version itself
     * @param before the one that was first served before it, empty for the first of all
     */
    record Placed(Version now, Optional<Version> before) {
        /** What makes it another than the one before. */
        Difference difference() {
            return Difference.of(before.map(Version::document).orElse(Map.of()), now.document());
        }
    }
}

package dev.palabre.consent.policy;

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
public record PolicyVersion(String version, Instant since, Map<String, Object> document) {
    /**
     * A version in its order.
     *
     * @param now the version itself
     * @param before the one that was first served before it, empty for the first of all
     */
    public record Placed(PolicyVersion now, Optional<PolicyVersion> before) {
        /** What makes it another than the one before. */
        public PolicyDiff difference() {
            return PolicyDiff.of(before.map(PolicyVersion::document).orElse(Map.of()), now.document());
        }
    }
}

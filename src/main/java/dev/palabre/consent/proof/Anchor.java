package dev.palabre.consent.proof;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The end of a site's chain as it was at the end of a day, published so that others can keep it: whoever has one can tell
 * whether anything before was changed later.
 *
 * @param siteId the site
 * @param day in UTC
 * @param number of the last seal of that day
 * @param hash of that seal, in hexadecimal
 * @param sealedAt when that seal was made
 */
public record Anchor(int siteId, LocalDate day, int number, String hash, Instant sealedAt) {
    private static final String SCHEMA = "palabre-anchor/1";

    /** As it is published and kept. */
    Map<String, Object> document() {
        var document = new TreeMap<String, Object>();
        document.put("schema", SCHEMA);
        document.put("site", siteId);
        document.put("day", day.toString());
        document.put("number", number);
        document.put("hash", hash);
        document.put("sealedAt", sealedAt.toString());
        return document;
    }

    /** Whether the other is an anchor of the same day, seal and hash. */
    boolean isSame(@Nullable Anchor other) {
        return other != null
                && siteId == other.siteId()
                && day.equals(other.day())
                && number == other.number()
                && hash.equals(other.hash());
    }

    /** Reads what {@link #document} wrote. */
    static Anchor read(Map<String, Object> document) {
        return new Anchor(
                (Integer) document.getOrDefault("site", 0),
                LocalDate.parse(String.valueOf(document.get("day"))),
                (Integer) document.getOrDefault("number", 0),
                String.valueOf(document.get("hash")),
                Instant.parse(String.valueOf(document.get("sealedAt"))));
    }
}

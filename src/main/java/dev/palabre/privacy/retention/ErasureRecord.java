package dev.palabre.privacy.retention;

import dev.palabre.problem.Problem;
import dev.palabre.text.Json;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;

/**
 * That something was erased; ids, and nothing about anybody.
 *
 * @param siteId the site's number
 * @param kind of thing, such as {@code comment}
 * @param subject its id
 * @param at when
 */
record ErasureRecord(int siteId, String kind, UUID subject, Instant at) {
    /** What was erased, whenever it was. */
    record Key(int siteId, String kind, UUID subject) {}

    Key key() {
        return new Key(siteId, kind, subject);
    }

    /** As a line of JSON, without its end. */
    String line() {
        var document = new LinkedHashMap<String, Object>();
        document.put("site", siteId);
        document.put("kind", kind);
        document.put("subject", subject.toString());
        document.put("at", at.toString());
        return Json.text(document);
    }

    /** What a line says; empty where it is none of ours, as one that a crash cut off. */
    static Optional<ErasureRecord> read(String line) {
        try {
            var document = Json.object(line);
            return document.get("site") instanceof Integer site
                            && document.get("kind") instanceof String kind
                            && document.get("subject") instanceof String subject
                            && document.get("at") instanceof String at
                    ? Optional.of(new ErasureRecord(site, kind, UUID.fromString(subject), Instant.parse(at)))
                    : Optional.empty();
        } catch (Problem | UncheckedIOException | IllegalArgumentException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}

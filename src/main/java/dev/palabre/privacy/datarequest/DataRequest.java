package dev.palabre.privacy.datarequest;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of their data.
 *
 * @param siteId the site that they ask
 * @param id its own
 * @param addressId the row of their address, which they have shown to be theirs
 * @param email the address
 * @param matter what it is about
 * @param text in their words
 * @param lang language that they read
 * @param askedAt when they asked
 * @param dueAt until when they are to be answered
 * @param answer what they were answered, null while they were not
 * @param answeredAt when, null likewise
 * @param moderatorId who answered, null likewise
 */
public record DataRequest(
        int siteId,
        UUID id,
        UUID addressId,
        String email,
        RequestType matter,
        String text,
        String lang,
        Instant askedAt,
        Instant dueAt,
        @Nullable String answer,
        @Nullable Instant answeredAt,
        @Nullable UUID moderatorId) {
    /** Whether it waits for its answer. */
    public boolean isOpen() {
        return answeredAt == null;
    }

    /** Whether it waits, and should have been answered by now. */
    public boolean isOverdue(Instant now) {
        return isOpen() && now.isAfter(dueAt);
    }
}

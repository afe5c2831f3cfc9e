package dev.palabre.privacy.datarequest;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request of an author about their data, which a person answers.
 *
 * @param siteId its site
 * @param id its own
 * @param addressId row of the author's verified address
 * @param email the address
 * @param type what it is about
 * @param text in the author's words
 * @param lang language of the author
 * @param requestedAt when it was submitted
 * @param dueAt deadline of the answer
 * @param answer the answer, null while the request is open
 * @param answeredAt when it was answered, null while the request is open
 * @param moderatorId who answered, null while the request is open
 */
public record DataRequest(
        int siteId,
        UUID id,
        UUID addressId,
        String email,
        RequestType type,
        String text,
        String lang,
        Instant requestedAt,
        Instant dueAt,
        @Nullable String answer,
        @Nullable Instant answeredAt,
        @Nullable UUID moderatorId) {
    /** Whether it has no answer yet. */
    public boolean isOpen() {
        return answeredAt == null;
    }

    /** Whether it has no answer, and the deadline is over. */
    public boolean isOverdue(Instant now) {
        return isOpen() && now.isAfter(dueAt);
    }
}

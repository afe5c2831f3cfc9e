package dev.palabre.mail.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the outbox: what a mail is about and for whom, and nothing of what it says. It is addressed to an author, to a
 * moderator, or (neither) to all moderators of its site.
 *
 * @param siteId the site it is about
 * @param id its own id
 * @param messageId fixed at insert, so that a mail that is sent twice is recognised as one
 * @param kind names its composer, such as {@code published}
 * @param subjectId what it is about, such as a comment's id
 * @param addressId the row of the author's address
 * @param moderatorId its moderator
 * @param lang of the mail, one of {@code Messages.LANGUAGES}
 * @param attempts how often it was claimed, this time included
 * @param createdAt when its cause was committed
 */
public record OutboxMessage(
        int siteId,
        UUID id,
        String messageId,
        String kind,
        UUID subjectId,
        @Nullable UUID addressId,
        @Nullable UUID moderatorId,
        String lang,
        int attempts,
        Instant createdAt) {
    /** Whether it is for all moderators of the site, and so is replaced by one message for each. */
    boolean isNotice() {
        return addressId == null && moderatorId == null;
    }

    OutboxMessage in(String language) {
        return new OutboxMessage(
                siteId, id, messageId, kind, subjectId, addressId, moderatorId, language, attempts, createdAt);
    }
}

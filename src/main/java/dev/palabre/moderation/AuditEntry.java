package dev.palabre.moderation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision as the audit keeps it.
 *
 * @param siteId the site of the comment
 * @param id of the decision
 * @param commentId of the comment
 * @param moderatorId who decided, null where no moderator did
 * @param email of the moderator, null once they are gone
 * @param decision what was decided
 * @param from the state before
 * @param to the state afterwards
 * @param reasonCode a ready-made reason, null where none was chosen
 * @param reason in the moderator's words, null where there are none
 * @param note for moderators, null where there is none
 * @param at when
 * @param digest that proves the row, Base64
 */
public record AuditEntry(
        int siteId,
        UUID id,
        UUID commentId,
        @Nullable UUID moderatorId,
        @Nullable String email,
        String decision,
        String from,
        String to,
        @Nullable String reasonCode,
        @Nullable String reason,
        @Nullable String note,
        Instant at,
        String digest) {}

package dev.palabre.comment.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A move of a comment, as its author is told it.
 *
 * @param status where it moved to
 * @param reason in the moderator's words, null where none was given
 * @param at when
 */
public record StatusChange(CommentStatus status, @Nullable String reason, Instant at) {
    /** The reason of the last move, if it led to this status; null where none was given. */
    public static @Nullable String lastReason(List<StatusChange> history, CommentStatus status) {
        var last = history.isEmpty() ? null : history.get(history.size() - 1);
        return last == null || last.status() != status ? null : last.reason();
    }
}

package dev.palabre.comment.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A status change of a comment, as its author sees it.
 *
 * @param status the new status
 * @param reason in the moderator's words, null where none was given
 * @param at when it changed
 */
public record StatusChange(CommentStatus status, @Nullable String reason, Instant at) {
    /** The reason of the last change, if it led to this status; null where none was given. */
    public static @Nullable String lastReason(List<StatusChange> history, CommentStatus status) {
        var last = history.isEmpty() ? null : history.get(history.size() - 1);
        return last == null || last.status() != status ? null : last.reason();
    }
}

package dev.palabre.guard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the guard thinks of a submission. It never refuses: reasons hold the comment for a moderator, who sees them.
 *
 * @param reasons stable codes, of {@link Guard#REASONS}; empty when nothing is odd
 */
public record Verdict(List<String> reasons) {
    /** Copies the reasons. */
    public Verdict {
        reasons = List.copyOf(reasons);
    }

    /** Whether nothing is odd. */
    public boolean isClean() {
        return reasons.isEmpty();
    }

    /** The reasons as a column holds them, separated by commas; null when there are none. */
    public @Nullable String heldReason() {
        return reasons.isEmpty() ? null : String.join(",", reasons);
    }
}

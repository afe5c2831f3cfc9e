package dev.palabre.spam;

import java.util.List;

/**
 * What the guard thinks of a submission. It never refuses: reasons hold the comment for a moderator, who sees them.
 *
 * @param reasons stable codes, of {@link SpamFilter#REASONS}; empty when nothing is odd
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
}

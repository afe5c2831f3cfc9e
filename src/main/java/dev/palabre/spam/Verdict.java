package dev.palabre.spam;

import java.util.List;

/**
 * The result of the spam filter. Reasons never refuse a submission: they hold the comment for a moderator, who sees them.
 *
 * @param reasons stable codes, of {@link SpamFilter#REASONS}; empty for a clean submission
 */
public record Verdict(List<String> reasons) {
    /** Copies the reasons. */
    public Verdict {
        reasons = List.copyOf(reasons);
    }

    /** Whether there is no reason. */
    public boolean isClean() {
        return reasons.isEmpty();
    }
}

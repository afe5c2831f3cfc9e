package dev.palabre.privacy.retention;

import java.util.List;

/**
 * One run through all rules of a site.
 *
 * @param runs what each rule did that removed something or failed
 * @param complete whether nothing failed and nothing was left for lack of time
 */
public record RunResult(List<RetentionRun> runs, boolean complete) {
    /** How many things went in all. */
    public long removed() {
        return runs.stream().mapToLong(RetentionRun::removed).sum();
    }
}

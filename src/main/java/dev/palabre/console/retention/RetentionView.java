package dev.palabre.console.retention;

import dev.palabre.console.layout.LayoutView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a site keeps for how long.
 *
 * @param rules each with how much of it is due
 * @param last when the daily run last went through all of it, in a sentence
 * @param total how much is due in all, in a sentence
 * @param due whether anything is
 * @param action where the form is sent
 * @param runs the newest first
 * @param none whether there are none
 * @param said what has just been done, null for nothing
 * @param trouble whether that did not go well
 */
record RetentionView(
        String lang,
        String dir,
        LayoutView frame,
        List<RuleRow> rules,
        String last,
        String total,
        boolean due,
        String action,
        List<RunRow> runs,
        boolean none,
        @Nullable String said,
        boolean trouble) {
    /** A rule. */
    record RuleRow(String what, String setting, String period, String due, boolean isDue) {}

    /** What a rule removed in a run. */
    record RunRow(
            String datetime,
            String date,
            String what,
            String cause,
            String removed,
            @Nullable String failure) {}
}

package dev.palabre.console.datarequest;

import dev.palabre.console.layout.LayoutView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people ask of their data, on all sites that who is signed in decides on.
 *
 * @param frame of the console
 * @param done what was done just now, null for nothing
 * @param refusal why it was not done, null likewise
 * @param open those that wait, the soonest due first
 * @param none whether there are none
 * @param answered the last ones that were answered
 */
record DataRequestsView(
        String lang,
        String dir,
        LayoutView frame,
        @Nullable String done,
        @Nullable String refusal,
        List<Waiting> open,
        boolean none,
        List<Answered> answered) {
    /**
     * One that waits.
     *
     * @param due until when, in a sentence
     * @param overdue whether that is over
     * @param typed the answer as far as it was typed
     * @param error what is wrong with that, null for nothing
     */
    record Waiting(
            String id,
            String matter,
            String site,
            String email,
            String text,
            String asked,
            String askedAt,
            String due,
            String dueAt,
            boolean overdue,
            boolean soon,
            String action,
            String typed,
            @Nullable String error) {}

    /** One that was answered. */
    record Answered(
            String matter, String site, String email, String text, String answer, String answered, String answeredAt) {}
}

package dev.palabre.privacy.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record of processing activities (GDPR, article 30) of a site in one language. Nothing in it is guessed: what only
 * the controller knows is said to be missing.
 *
 * @param lang language
 * @param dir {@code ltr} or {@code rtl}
 * @param title its heading
 * @param lead what it is made of, and when
 * @param parties who answers for all of it
 * @param activities one by one
 * @param measures of security
 * @param measuresOpen those that the software knows nothing of
 */
public record ProcessingRecord(
        String lang,
        String dir,
        String title,
        String lead,
        List<Entry> parties,
        List<Activity> activities,
        List<String> measures,
        String measuresOpen) {
    /**
     * Something that the record says.
     *
     * @param label what about
     * @param text what is known, null where nothing is
     * @param open what is to be completed, null where nothing is
     */
    public record Entry(
            String label, @Nullable String text, @Nullable String open) {
        static Entry known(String label, String text) {
            return new Entry(label, text, null);
        }

        static Entry open(String label, String open) {
            return new Entry(label, null, open);
        }
    }

    /**
     * A processing activity.
     *
     * @param title its name
     * @param entries purpose, basis, persons, data, recipients, transfers
     * @param caption of the retention periods
     * @param periods each what and for how long
     */
    public record Activity(String title, List<Entry> entries, String caption, List<Entry> periods) {}
}

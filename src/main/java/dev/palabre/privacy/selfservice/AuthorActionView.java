package dev.palabre.privacy.selfservice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page that says what will happen, with the button that makes it happen.
 *
 * @param lang of the words
 * @param dir {@code ltr} or {@code rtl}
 * @param title what it is about
 * @param assets where styles are
 * @param siteName of the site
 * @param points what will happen, a sentence each
 * @param html the comment as it is, null where it is not shown
 * @param errors what is to be corrected
 * @param fields to fill in
 * @param action absolute address that the form posts to, null for a page that only says something
 * @param buttons of the form
 * @param grave whether something is gone for good
 * @param back where to go instead, null for nowhere
 * @param backText in words
 */
record AuthorActionView(
        String lang,
        String dir,
        String title,
        String assets,
        String siteName,
        List<String> points,
        @Nullable String html,
        List<String> errors,
        List<Field> fields,
        @Nullable String action,
        List<Button> buttons,
        boolean grave,
        @Nullable String back,
        @Nullable String backText) {
    /** One labelled field; where it has options, one of them is chosen. */
    record Field(
            String name,
            String label,
            String type,
            String autocomplete,
            boolean multiline,
            boolean required,
            int maxLength,
            String value,
            List<Option> options,
            @Nullable String error) {}

    /** One of several to choose from. */
    record Option(String name, String value, String label, boolean checked) {}

    /** One button; the form says by name and value which was pressed. */
    record Button(String name, String value, String label) {}
}

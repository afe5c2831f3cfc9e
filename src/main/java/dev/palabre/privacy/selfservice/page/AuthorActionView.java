package dev.palabre.privacy.selfservice.page;

import dev.palabre.template.Layout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page that says what will happen, with the button that makes it happen.
 *
 * @param layout what every page has
 * @param siteName name of the site
 * @param points what will happen, a sentence each
 * @param html the comment as it is, null where it is not shown
 * @param errors what is to be corrected
 * @param fields to fill in
 * @param action absolute address that the form posts to, null for a page without a form
 * @param buttons of the form
 * @param grave whether something is deleted for good
 * @param back link to go back, null for none
 */
public record AuthorActionView(
        Layout layout,
        String siteName,
        List<String> points,
        @Nullable String html,
        List<String> errors,
        List<Field> fields,
        @Nullable String action,
        List<Button> buttons,
        boolean grave,
        @Nullable Link back) {
    /** One labelled field; where it has options, one of them is chosen. */
    public record Field(
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
    public record Option(String name, String value, String label, boolean checked) {}

    /** A button; the form says by name and value which was pressed. */
    public record Button(String name, String value, String label) {}

    /** A link. */
    public record Link(String url, String text) {}
}

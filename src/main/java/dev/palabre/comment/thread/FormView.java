package dev.palabre.comment.thread;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The comment form, empty or with what somebody typed and the errors to correct.
 *
 * @param action absolute address that it posts to
 * @param introduction sentence with the title of the page
 * @param fields in their order
 * @param notice short privacy notice
 * @param publicName sentence that says which names are published
 * @param follow whether there is a box to subscribe to new comments
 * @param followed whether that box is ticked
 * @param page hidden fields that name the page
 * @param lang hidden field, and language of the form
 * @param errors all errors, empty for a form that was not sent
 */
record FormView(
        String action,
        String introduction,
        List<Field> fields,
        NoticeSummary notice,
        String publicName,
        boolean follow,
        boolean followed,
        Page page,
        String lang,
        List<Refused> errors) {

    /** The privacy notice in short, with a link to the whole and the version that is sent along. */
    record NoticeSummary(List<String> texts, String rights, String url, String link, String version) {}

    /** The page that the comment is for; the id is null where the site gives none. */
    record Page(String url, String title, @Nullable String id) {}

    /** A labelled field. */
    record Field(
            String name,
            String id,
            String label,
            String type,
            String autocomplete,
            boolean multiline,
            boolean required,
            int maxLength,
            String value,
            @Nullable String error) {}

    /** An error of the summary, with a link to its field. */
    record Refused(String fieldId, String detail) {}
}

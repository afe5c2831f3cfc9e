package dev.palabre.comment.thread;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form, empty or with what somebody typed and what is to be corrected.
 *
 * @param action absolute address that it posts to
 * @param introduction with the page's title
 * @param fields in their order
 * @param noticeTexts the short legal notice
 * @param noticeRights its last words, before the link
 * @param noticeUrl the full one
 * @param noticeLink words of the link to it
 * @param noticeVersion of the notice, sent along
 * @param publicName says what will be public
 * @param follow whether there is a box by which to be told of new comments
 * @param followed whether somebody ticked it, where the form comes back to be corrected
 * @param pageUrl sent along
 * @param pageTitle sent along
 * @param pageId sent along, null where the site gives none
 * @param lang sent along
 * @param hasErrors whether something is to be corrected
 * @param errors all of them
 */
record FormView(
        String action,
        String introduction,
        List<Field> fields,
        List<String> noticeTexts,
        String noticeRights,
        String noticeUrl,
        String noticeLink,
        String noticeVersion,
        String publicName,
        boolean follow,
        boolean followed,
        String pageUrl,
        String pageTitle,
        @Nullable String pageId,
        String lang,
        boolean hasErrors,
        List<Refused> errors) {

    /** One labelled field. */
    record Field(
            String name,
            String id,
            String label,
            @Nullable String hint,
            String type,
            String autocomplete,
            boolean multiline,
            boolean required,
            int maxLength,
            String value,
            @Nullable String error) {}

    /** One error of the summary, which leads to its field. */
    record Refused(String fieldId, String detail) {}
}

package dev.palabre.comment.thread;

import org.jspecify.annotations.Nullable;

/**
 * A comment as readers see it, or as its own author does.
 *
 * @param lang language of the words around the comment
 * @param id public id
 * @param url address of the comment on its page
 * @param html text as safe HTML
 * @param sent date of the publication, for its author of the submission
 * @param edited date of the last change of the text since it was published, null where there was none
 * @param own what only its author sees, null for what everybody sees
 */
public record CommentView(
        String lang,
        String id,
        String url,
        Author author,
        String html,
        Moment sent,
        @Nullable Moment edited,
        @Nullable Own own) {

    /**
     * The author as shown.
     *
     * @param name public name
     * @param initials letters of the avatar
     * @param tone class of the avatar's color
     */
    public record Author(String name, String initials, String tone) {}

    /**
     * A point in time.
     *
     * @param datetime RFC 3339
     * @param day in words
     * @param full date and time in words
     */
    public record Moment(String datetime, String day, String full) {}

    /**
     * The status of a comment for its author.
     *
     * @param status as in the API
     * @param statusText in words
     * @param statusUrl address of the status page
     * @param statusLink words of the link to it
     */
    public record Own(String status, String statusText, String statusUrl, String statusLink) {}
}

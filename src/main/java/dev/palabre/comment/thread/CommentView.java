package dev.palabre.comment.thread;

import org.jspecify.annotations.Nullable;

/**
 * A comment as readers see it, or as its own author does.
 *
 * @param lang of the words around it
 * @param id its public id
 * @param url of the comment on its page
 * @param name public name
 * @param initials of the avatar
 * @param tone class of the avatar's colour
 * @param html safe
 * @param datetime RFC 3339
 * @param date in words
 * @param dateTitle date and time in words
 * @param edited when its text last changed, RFC 3339, null where it has not since it went online
 * @param editedTitle the same in words
 * @param own whether it is shown to its author only
 * @param status where it stands, null for what everybody sees
 * @param statusText the status in words
 * @param statusUrl of the status page
 * @param statusLink words of the link to it
 */
public record CommentView(
        String lang,
        String id,
        String url,
        String name,
        String initials,
        String tone,
        String html,
        String datetime,
        String date,
        String dateTitle,
        @Nullable String edited,
        @Nullable String editedTitle,
        boolean own,
        @Nullable String status,
        @Nullable String statusText,
        @Nullable String statusUrl,
        @Nullable String statusLink) {}

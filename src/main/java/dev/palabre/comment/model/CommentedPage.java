package dev.palabre.comment.model;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The page of a thread.
 *
 * @param threadId its thread
 * @param key what the thread is found by
 * @param id the site's own name for it, null where it gives none
 * @param url its address on the site's first origin, as everybody is shown it
 * @param title as everybody is shown it; the address while nothing is published there
 * @param sentUrl the address that was sent with the comment, null where a moderator wrote another
 * @param sentTitle the title that was sent with the comment, null where a moderator wrote another
 */
public record CommentedPage(
        UUID threadId,
        String key,
        @Nullable String id,
        String url,
        String title,
        @Nullable String sentUrl,
        @Nullable String sentTitle) {
    /** The same page as everybody is shown it now. */
    CommentedPage shownAs(String nowUrl, String nowTitle) {
        return new CommentedPage(threadId, key, id, nowUrl, nowTitle, sentUrl, sentTitle);
    }

    /** The page as it was sent with the comment: for its author, and for moderators who decide whether to show it. */
    public CommentedPage asSent() {
        return new CommentedPage(
                threadId,
                key,
                id,
                sentUrl == null ? url : sentUrl,
                sentTitle == null ? title : sentTitle,
                sentUrl,
                sentTitle);
    }
}

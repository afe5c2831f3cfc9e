package dev.palabre.comment.thread;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a thread with its form.
 *
 * @param lang language of the words
 * @param dir writing direction, {@code ltr} or {@code rtl}
 * @param pageUrl address of the page
 * @param count number of published comments of the whole thread
 * @param open whether the thread takes comments
 * @param empty whether nothing is published
 * @param comments the comments of this page
 * @param more address of the next page, null on the last
 */
record ThreadView(
        String lang,
        String dir,
        String pageUrl,
        int count,
        boolean open,
        boolean empty,
        List<CommentView> comments,
        @Nullable String more,
        FormView form) {}

package dev.palabre.comment.thread;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread with its form, for templates.
 *
 * @param lang of the words
 * @param dir {@code ltr} or {@code rtl}
 * @param siteName of the site
 * @param pageTitle of the page
 * @param pageUrl of the page
 * @param count of all that is published
 * @param open whether comments are taken
 * @param sort order
 * @param empty whether nothing is published
 * @param comments of this page
 * @param more address of the next page, null on the last
 * @param form to write
 */
record ThreadView(
        String lang,
        String dir,
        String siteName,
        String pageTitle,
        String pageUrl,
        int count,
        boolean open,
        String sort,
        boolean empty,
        List<CommentView> comments,
        @Nullable String more,
        FormView form) {}

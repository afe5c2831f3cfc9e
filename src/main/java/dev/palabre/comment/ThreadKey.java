package dev.palabre.comment;

import org.jspecify.annotations.Nullable;

/**
 * What is shown of which thread.
 *
 * @param siteId its site
 * @param pageKey its page
 * @param title of the page, as the reader's browser has it
 * @param lang of the words around
 * @param sort order
 * @param after cursor, null for the first page
 * @param format content type
 */
record ThreadKey(
        int siteId,
        String pageKey,
        @Nullable String title,
        String lang,
        Sort sort,
        @Nullable String after,
        String format) {}

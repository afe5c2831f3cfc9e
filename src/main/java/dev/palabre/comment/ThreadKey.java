package dev.palabre.comment;

import dev.palabre.site.PageAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of which thread.
 *
 * @param siteId its site
 * @param page its page; the address too, which a thread that is yet to begin is shown with
 * @param title of the page, as the reader's browser has it
 * @param lang of the words around
 * @param sort order
 * @param after cursor, null for the first page
 * @param format content type
 */
record ThreadKey(
        int siteId,
        PageAddress page,
        @Nullable String title,
        String lang,
        Sort sort,
        @Nullable String after,
        String format) {
    String pageKey() {
        return page.key();
    }
}

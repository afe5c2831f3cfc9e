package dev.palabre.comment.thread;

import dev.palabre.comment.model.ThreadOrder;
import dev.palabre.site.PageUrl;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of which thread.
 *
 * @param siteId its site
 * @param page its page; the address too, which a thread that is yet to begin is shown with
 * @param title of the page, as the reader's browser has it; shown while nothing is published
 * @param lang of the words around
 * @param sort order
 * @param after cursor, null for the first page
 * @param format content type
 */
public record ThreadKey(
        int siteId,
        PageUrl page,
        @Nullable String title,
        String lang,
        ThreadOrder sort,
        @Nullable String after,
        String format) {
    String pageKey() {
        return page.key();
    }

    /** Without what a request claims of its page: all requests for the same published comments share this key. */
    ThreadKey shared() {
        return new ThreadKey(siteId, new PageUrl(page.key(), "", page.id()), null, lang, sort, after, format);
    }

    /** What remembering it costs, in bytes. */
    int weight() {
        return 2 * (page.key().length() + page.url().length() + (title == null ? 0 : title.length())) + 200;
    }
}

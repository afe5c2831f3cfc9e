package dev.palabre.comment.thread;

import dev.palabre.comment.model.ThreadOrder;
import dev.palabre.site.PageUrl;
import org.jspecify.annotations.Nullable;

/**
 * A page of a thread in one form.
 *
 * @param siteId its site
 * @param page its page, with the address that is shown while nothing is published
 * @param title of the page, as the reader's browser has it; shown while nothing is published
 * @param lang language of the words around the comments
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

    /** Approximate memory, in bytes. */
    int weight() {
        return 2 * (page.key().length() + page.url().length() + (title == null ? 0 : title.length())) + 200;
    }
}

package dev.palabre.comment.write;

import dev.palabre.comment.model.NewComment;
import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.SubmitRequest;
import dev.palabre.comment.model.ThreadOrder;
import dev.palabre.comment.thread.ThreadCache;
import dev.palabre.comment.thread.ThreadKey;
import dev.palabre.comment.thread.ThreadRenderer;
import dev.palabre.http.Response;
import dev.palabre.problem.Problem;
import dev.palabre.site.PageUrl;
import dev.palabre.site.Site;
import dev.palabre.text.TypedText;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page that a plain form comes back as when it has errors, with everything that was typed. */
public final class RefusedFormPage {
    private final ThreadCache threads;
    private final ThreadRenderer renderer;

    /** Pages of these threads. */
    public RefusedFormPage(ThreadCache threads, ThreadRenderer renderer) {
        this.threads = threads;
        this.renderer = renderer;
    }

    /** The thread page with the form as it was sent and its errors (422). */
    Future<Response> page(Reader reader, SubmitRequest sent, Problem problem) {
        var site = reader.site();
        var page = pageUrl(site, sent);
        var title = TypedText.of("pageTitle", sent.pageTitle(), NewComment.MAX_TITLE)
                .text();
        var key = new ThreadKey(
                site.id(),
                page,
                title.isEmpty() ? page.url() : title,
                reader.lang(),
                ThreadOrder.NEWEST,
                null,
                Response.HTML);
        return threads.once(
                key,
                site.settings().pageSize(),
                loaded -> renderer.refused(reader, key, loaded, typed(sent), problem.errors()));
    }

    /** The page that the form was sent from, or the site's first where the page is what has to be corrected. */
    private static PageUrl pageUrl(Site site, SubmitRequest sent) {
        var url = sent.pageUrl();
        var id = sent.pageId();
        try {
            return PageUrl.of(site, url == null ? "" : url, id == null || id.isBlank() ? null : id);
        } catch (Problem notAPage) {
            return PageUrl.of(site, site.origins().get(0), null);
        }
    }

    /** The values of the form's fields by name; fields that were not sent are left out. */
    static Map<String, String> typed(SubmitRequest sent) {
        var typed = new HashMap<String, String>();
        put(typed, "text", sent.text());
        put(typed, "lastName", sent.lastName());
        put(typed, "firstName", sent.firstName());
        put(typed, "email", sent.email());
        put(typed, "follow", NewComment.isTicked(sent.follow()) ? "1" : null);
        return typed;
    }

    private static void put(Map<String, String> typed, String name, @Nullable String value) {
        if (value != null) {
            typed.put(name, value);
        }
    }
}

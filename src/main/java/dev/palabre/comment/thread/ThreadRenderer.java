package dev.palabre.comment.thread;

import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.ThreadCursor;
import dev.palabre.comment.model.ThreadStore.Entry;
import dev.palabre.comment.thread.ThreadCache.Loaded;
import dev.palabre.http.CachedResponse;
import dev.palabre.http.Pages;
import dev.palabre.http.Response;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.site.PageUrl;
import dev.palabre.template.DomNodes;
import dev.palabre.text.Json;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders a loaded thread to finished bytes, as JSON, nodes or a page. */
public final class ThreadRenderer {
    private static final String PAGE = "comment/thread/thread-page";

    private final Pages pages;
    private final CommentPresenter comments;
    private final FormPresenter forms;

    public ThreadRenderer(Pages pages, CommentPresenter comments, FormPresenter forms) {
        this.pages = pages;
        this.comments = comments;
        this.forms = forms;
    }

    CachedResponse render(Reader reader, ThreadKey key, Loaded loaded) {
        var page = page(key, loaded);
        return switch (key.format()) {
            case Response.NODES -> nodes(reader, page, key, loaded);
            case Response.HTML ->
                CachedResponse.of(
                        Response.HTML,
                        CachedResponse.REVALIDATE,
                        Buffer.buffer(pages.render(PAGE, pageView(reader, page, key, loaded, Map.of(), List.of()))));
            default -> json(reader, page, key, loaded);
        };
    }

    /** The thread page with the form as it was sent and its errors (422). */
    public Response refused(
            Reader reader, ThreadKey key, Loaded loaded, Map<String, String> typed, List<FieldError> errors) {
        return pages.formPage(422, PAGE, pageView(reader, page(key, loaded), key, loaded, typed, errors));
    }

    /** The page as its published comments name it; where nothing is published, as the request names it. */
    private static PageUrl page(ThreadKey key, Loaded loaded) {
        var requested = key.page();
        var thread = loaded.thread();
        return thread == null || thread.published() == 0
                ? requested
                : new PageUrl(requested.key(), thread.url(), requested.id());
    }

    private CachedResponse nodes(Reader reader, PageUrl page, ThreadKey key, Loaded loaded) {
        var isFirst = key.after() == null;
        var view = view(reader, page, key, loaded, Map.of(), List.of());
        var html = pages.render(isFirst ? "comment/thread/thread" : "comment/thread/comments", view);
        var body = new ThreadNodes(
                view.count(), view.open(), view.more(), DomNodes.of(html), isFirst ? forms.texts(reader) : Map.of());
        return CachedResponse.of(Response.NODES, CachedResponse.REVALIDATE, Json.bytes(body));
    }

    private ThreadPageView pageView(
            Reader reader,
            PageUrl page,
            ThreadKey key,
            Loaded loaded,
            Map<String, String> typed,
            List<FieldError> errors) {
        return new ThreadPageView(
                pages.layout(reader.lang(), title(page, key, loaded)),
                page.url(),
                view(reader, page, key, loaded, typed, errors));
    }

    private CachedResponse json(Reader reader, PageUrl page, ThreadKey key, Loaded loaded) {
        var thread = loaded.thread();
        var shown = shown(loaded).stream()
                .map(entry -> comments.json(reader, page.url(), entry))
                .toList();
        var body = new ThreadJson(
                new ThreadJson.PageJson(page.id(), page.url(), title(page, key, loaded)),
                thread == null ? 0 : thread.published(),
                thread == null || thread.open(),
                key.sort().wire(),
                shown,
                next(loaded));
        return CachedResponse.of(Response.JSON, CachedResponse.REVALIDATE, Json.bytes(body));
    }

    private ThreadView view(
            Reader reader,
            PageUrl page,
            ThreadKey key,
            Loaded loaded,
            Map<String, String> typed,
            List<FieldError> errors) {
        var thread = loaded.thread();
        return new ThreadView(
                reader.lang(),
                pages.messages().direction(reader.lang()),
                page.url(),
                thread == null ? 0 : thread.published(),
                thread == null || thread.open(),
                loaded.isEmpty(),
                shown(loaded).stream()
                        .map(entry -> comments.published(reader, page.url(), entry))
                        .toList(),
                more(reader, page, key, next(loaded)),
                forms.form(reader, page, title(page, key, loaded), typed, errors));
    }

    private static String title(PageUrl page, ThreadKey key, Loaded loaded) {
        var thread = loaded.thread();
        if (thread != null && thread.published() > 0) {
            return thread.title();
        }
        return key.title() == null ? page.url() : key.title();
    }

    private static List<Entry> shown(Loaded loaded) {
        var thread = loaded.thread();
        if (thread == null) {
            return List.of();
        }
        return thread.entries()
                .subList(0, Math.min(loaded.limit(), thread.entries().size()));
    }

    private static @Nullable String next(Loaded loaded) {
        var thread = loaded.thread();
        if (thread == null || thread.entries().size() <= loaded.limit()) {
            return null;
        }
        var last = thread.entries().get(loaded.limit() - 1);
        return new ThreadCursor(last.publishedAt(), last.id()).text();
    }

    private @Nullable String more(Reader reader, PageUrl page, ThreadKey key, @Nullable String next) {
        if (next == null) {
            return null;
        }
        var id = page.id();
        return pages.url("/api/sites/" + reader.site().key() + "/thread?url=" + encode(page.url())
                + (id == null ? "" : "&id=" + encode(id))
                + "&lang=" + reader.lang() + "&sort=" + key.sort().wire() + "&after=" + next);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

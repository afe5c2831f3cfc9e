package dev.palabre.comment.thread;

import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.ThreadCursor;
import dev.palabre.comment.model.ThreadStore.Entry;
import dev.palabre.comment.thread.ThreadCache.Loaded;
import dev.palabre.http.CachedResponse;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.Response;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.site.PageUrl;
import dev.palabre.template.DomNodes;
import dev.palabre.template.Templates;
import dev.palabre.text.Json;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a loaded thread to finished bytes, in each of the forms that it is asked for. */
public final class ThreadRenderer {
    private final Templates templates;
    private final CommentPresenter views;
    private final PublicUrl links;

    public ThreadRenderer(Templates templates, CommentPresenter views, PublicUrl links) {
        this.templates = templates;
        this.views = views;
        this.links = links;
    }

    /** A page of the thread page: title and the thread within. */
    record ThreadPageView(String lang, String dir, String title, String assets, String pageUrl, ThreadView thread) {}

    CachedResponse render(Reader reader, ThreadKey key, Loaded loaded) {
        var page = page(key, loaded);
        return switch (key.format()) {
            case Response.NODES -> nodes(reader, page, key, loaded);
            case Response.HTML -> page(view(reader, page, key, loaded, Map.of(), List.of()));
            default -> json(reader, page, key, loaded);
        };
    }

    /** The thread page with the form as it was sent and what is wrong with it. */
    public String refused(
            Reader reader, ThreadKey key, Loaded loaded, Map<String, String> typed, List<FieldError> errors) {
        var page = page(key, loaded);
        return templates.render("page-thread", threadPage(view(reader, page, key, loaded, typed, errors)));
    }

    /** The page as its published comments have it; where nothing is published, as it was asked for. */
    private static PageUrl page(ThreadKey key, Loaded loaded) {
        var asked = key.page();
        var thread = loaded.thread();
        return thread == null || thread.published() == 0 ? asked : new PageUrl(asked.key(), thread.url(), asked.id());
    }

    private CachedResponse nodes(Reader reader, PageUrl page, ThreadKey key, Loaded loaded) {
        var first = key.after() == null;
        var view = view(reader, page, key, loaded, Map.of(), List.of());
        var html = templates.render(first ? "thread" : "comments", view);
        var body = new ThreadNodes(
                view.count(), view.open(), view.more(), DomNodes.of(html), first ? views.texts(reader) : Map.of());
        return CachedResponse.of(Response.NODES, CachedResponse.REVALIDATE, Json.bytes(body));
    }

    private CachedResponse page(ThreadView view) {
        return CachedResponse.of(
                Response.HTML,
                CachedResponse.REVALIDATE,
                Buffer.buffer(templates.render("page-thread", threadPage(view))));
    }

    private ThreadPageView threadPage(ThreadView view) {
        return new ThreadPageView(view.lang(), view.dir(), view.pageTitle(), links.to("/assets"), view.pageUrl(), view);
    }

    private CachedResponse json(Reader reader, PageUrl page, ThreadKey key, Loaded loaded) {
        var thread = loaded.thread();
        var comments = shown(loaded).stream()
                .map(entry -> views.json(reader, page.url(), entry))
                .toList();
        var body = new ThreadJson(
                new ThreadJson.PageJson(page.id(), page.url(), title(page, key, loaded)),
                thread == null ? 0 : thread.published(),
                thread == null || thread.open(),
                key.sort().wire(),
                comments,
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
        var title = title(page, key, loaded);
        var comments = shown(loaded).stream()
                .map(entry -> views.published(reader, page.url(), entry))
                .toList();
        return new ThreadView(
                reader.lang(),
                views.direction(reader.lang()),
                reader.site().name(),
                title,
                page.url(),
                thread == null ? 0 : thread.published(),
                thread == null || thread.open(),
                key.sort().wire(),
                thread == null || thread.published() == 0,
                comments,
                more(reader, page, key, next(loaded)),
                views.form(reader, page, title, typed, errors));
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
        return links.to("/api/sites/" + reader.site().key() + "/thread?url=" + encode(page.url())
                + (id == null ? "" : "&id=" + encode(id))
                + "&lang=" + reader.lang() + "&sort=" + key.sort().wire() + "&after=" + next);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

package dev.palabre.comment;

import dev.palabre.comment.ThreadStore.Entry;
import dev.palabre.comment.Threads.Loaded;
import dev.palabre.comment.Views.Reader;
import dev.palabre.kernel.http.Json;
import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.Page;
import dev.palabre.kernel.http.Problem.FieldError;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.template.Nodes;
import dev.palabre.kernel.template.Templates;
import dev.palabre.site.PageAddress;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a loaded thread to finished bytes, in each of the forms that it is asked for. */
final class ThreadRenderer {
    private final Templates templates;
    private final Views views;
    private final Links links;

    ThreadRenderer(Templates templates, Views views, Links links) {
        this.templates = templates;
        this.views = views;
        this.links = links;
    }

    /** A page of the thread page: title and the thread within. */
    record ThreadPageView(String lang, String dir, String title, String assets, String pageUrl, ThreadView thread) {}

    Page render(Reader reader, ThreadKey key, Loaded loaded) {
        var page = page(key, loaded);
        return switch (key.format()) {
            case Reply.NODES -> nodes(reader, page, key, loaded);
            case Reply.HTML -> page(view(reader, page, key, loaded, Map.of(), List.of()));
            default -> json(reader, page, key, loaded);
        };
    }

    /** The thread page with the form as it was sent and what is wrong with it. */
    String refused(Reader reader, ThreadKey key, Loaded loaded, Map<String, String> typed, List<FieldError> errors) {
        var page = page(key, loaded);
        return templates.render("page-thread", threadPage(view(reader, page, key, loaded, typed, errors)));
    }

    /** The page as its thread knows it; a page that has none yet, as it was asked for. */
    private static PageAddress page(ThreadKey key, Loaded loaded) {
        var asked = key.page();
        return loaded.thread() == null
                ? asked
                : new PageAddress(asked.key(), loaded.thread().url(), asked.id());
    }

    private Page nodes(Reader reader, PageAddress page, ThreadKey key, Loaded loaded) {
        var first = key.after() == null;
        var view = view(reader, page, key, loaded, Map.of(), List.of());
        var html = templates.render(first ? "thread" : "comments", view);
        var body = new ThreadNodes(
                view.count(), view.open(), view.more(), Nodes.of(html), first ? views.texts(reader) : Map.of());
        return Page.of(Reply.NODES, Page.REVALIDATE, Json.bytes(body));
    }

    private Page page(ThreadView view) {
        return Page.of(Reply.HTML, Page.REVALIDATE, Buffer.buffer(templates.render("page-thread", threadPage(view))));
    }

    private ThreadPageView threadPage(ThreadView view) {
        return new ThreadPageView(view.lang(), view.dir(), view.pageTitle(), links.to("/assets"), view.pageUrl(), view);
    }

    private Page json(Reader reader, PageAddress page, ThreadKey key, Loaded loaded) {
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
        return Page.of(Reply.JSON, Page.REVALIDATE, Json.bytes(body));
    }

    private ThreadView view(
            Reader reader,
            PageAddress page,
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

    private static String title(PageAddress page, ThreadKey key, Loaded loaded) {
        if (key.title() != null) {
            return key.title();
        }
        return loaded.thread() == null ? page.url() : loaded.thread().title();
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
        return new Cursor(last.publishedAt(), last.id()).text();
    }

    private @Nullable String more(Reader reader, PageAddress page, ThreadKey key, @Nullable String next) {
        if (next == null) {
            return null;
        }
        var id = page.id();
        return links.to("/api/sites/" + reader.site().key() + "/thread?url=" + encode(page.url())
                + (id == null ? "" : "&id=" + encode(id))
                + (key.title() == null ? "" : "&title=" + encode(key.title()))
                + "&lang=" + reader.lang() + "&sort=" + key.sort().wire() + "&after=" + next);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

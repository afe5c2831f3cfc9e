package dev.palabre.http;

import dev.palabre.problem.Problem;
import dev.palabre.template.Layout;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.function.Supplier;

/** Renders HTML pages, and says in words what they show: sentences, errors and absolute addresses. */
public final class Pages {
    private final Templates templates;
    private final Messages messages;
    private final ErrorHandler errors;
    private final PublicUrl url;

    /** Pages of these templates in these words. */
    public Pages(Templates templates, Messages messages, ErrorHandler errors, PublicUrl url) {
        this.templates = templates;
        this.messages = messages;
        this.errors = errors;
        this.url = url;
    }

    /** A page that nobody may frame and that loads from this server only. */
    public Response page(int status, String template, Record view) {
        return SecurityHeaders.page(Response.html(status, templates.render(template, view)));
    }

    /** The same for a page with a form, whose POST is recognized by its Origin. */
    public Response formPage(int status, String template, Record view) {
        return SecurityHeaders.formPage(Response.html(status, templates.render(template, view)));
    }

    /**
     * Makes a response on a worker thread, and completes on the caller's event loop: for pages that may hold hundreds of
     * comments, whose view and HTML take longer than an event loop may be kept.
     */
    public Future<Response> inBackground(Supplier<Response> response) {
        var context = Vertx.currentContext();
        return context == null ? Future.succeededFuture(response.get()) : context.executeBlocking(response::get, false);
    }

    /** A template as a string. */
    public String render(String template, Record view) {
        return templates.render(template, view);
    }

    /** What all pages share, in a language. */
    public Layout layout(String lang, String title) {
        return new Layout(lang, messages.direction(lang), title, url.to("/assets"));
    }

    /** A sentence. */
    public String text(String lang, String key) {
        return messages.get(lang, key);
    }

    /** A sentence with its placeholders filled in. */
    public String text(String lang, String key, Map<String, ?> values) {
        return messages.get(lang, key, values);
    }

    /** What is wrong, in words: the sentences of all fields, else that of the problem. */
    public String text(String lang, Problem problem) {
        return errors.sentences(problem, lang);
    }

    /** The sentence of one refused field. */
    public String text(String lang, Problem.FieldError error) {
        return errors.sentence(error, lang);
    }

    /** The absolute address of a path of this server. */
    public String url(String path) {
        return url.to(path);
    }

    /** The message bundles. */
    public Messages messages() {
        return messages;
    }

    /** The public address of this server. */
    public PublicUrl publicUrl() {
        return url;
    }
}

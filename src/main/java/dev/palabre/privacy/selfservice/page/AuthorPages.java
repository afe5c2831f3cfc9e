package dev.palabre.privacy.selfservice.page;

import dev.palabre.http.Pages;
import dev.palabre.http.Response;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Button;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Field;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Link;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Renders the pages on which authors act: private, not indexed, not cached. */
public final class AuthorPages {
    private static final String TEMPLATE = "privacy/selfservice/author-action";
    private static final int MAX_EMAIL = 254;

    private final Pages pages;

    /** Site and language of a page, and the link to go back. */
    public record Frame(Site site, String lang, @Nullable Link back) {}

    /** What a page asks for. */
    public record Form(String title, List<String> points, String action, List<Button> buttons, boolean grave) {}

    public AuthorPages(Pages pages) {
        this.pages = pages;
    }

    /** A page of some sentences, without a form. */
    public Response message(Frame frame, String title, String... sentences) {
        var form = new Form(title, List.of(sentences), "", List.of(), false);
        return action(200, frame, form, null, null, List.of());
    }

    /** A page that asks for a click; {@code html} is the comment that it is about. */
    public Response confirmation(int status, Frame frame, Form form, @Nullable String html) {
        return action(status, frame, form, html, null, List.of());
    }

    /** A form, with what is wrong where it was refused. */
    public Response form(Frame frame, Form form, @Nullable Problem refused, List<Field> fields) {
        return action(refused == null ? 200 : refused.kind().status(), frame, form, null, refused, fields);
    }

    /** A field of a form, as it was typed or as it is stored. */
    public Field field(Site site, String lang, String name, @Nullable String value, @Nullable Problem refused) {
        var settings = site.settings();
        var text = name.equals("text");
        var email = name.equals("email");
        return new Field(
                name,
                text(lang, "selfservice.field." + name),
                email ? "email" : "text",
                text ? "off" : email ? "email" : name.equals("lastName") ? "family-name" : "given-name",
                text,
                text || settings.required().contains(name),
                text ? settings.textMax() : email ? MAX_EMAIL : settings.nameMax(),
                value == null ? "" : value,
                List.of(),
                error(refused, name, lang));
    }

    /** What is wrong with a field, null for nothing. */
    public @Nullable String error(@Nullable Problem refused, String name, String lang) {
        return Stream.ofNullable(refused)
                .flatMap(problem -> problem.errors().stream())
                .filter(error -> error.field().equals(name))
                .map(error -> pages.text(lang, error))
                .findFirst()
                .orElse(null);
    }

    /** A page of its own template. */
    public Response page(int status, String template, Record view) {
        return pages.formPage(status, template, view)
                .with("Cache-Control", "private, no-store")
                .with("X-Robots-Tag", "noindex, nofollow");
    }

    /** The same for a large page, on a worker thread. */
    public Future<Response> pageInBackground(String template, Supplier<? extends Record> view) {
        return pages.inBackground(() -> page(200, template, view.get()));
    }

    /** A sentence. */
    public String text(String lang, String key) {
        return pages.text(lang, key);
    }

    /** A sentence with its placeholders filled in. */
    public String text(String lang, String key, Map<String, ?> values) {
        return pages.text(lang, key, values);
    }

    /** The absolute address of a path of this server. */
    public String url(String path) {
        return pages.url(path);
    }

    private Response action(
            int status, Frame frame, Form form, @Nullable String html, @Nullable Problem refused, List<Field> fields) {
        var response = page(
                status,
                TEMPLATE,
                new AuthorActionView(
                        pages.layout(frame.lang(), form.title()),
                        frame.site().name(),
                        form.points(),
                        html,
                        refused == null ? List.of() : List.of(pages.text(frame.lang(), refused)),
                        fields,
                        form.action().isEmpty() ? null : form.action(),
                        form.buttons(),
                        form.grave(),
                        frame.back()));
        return refused != null && refused.retryAfterSeconds() > 0
                ? response.with("Retry-After", String.valueOf(refused.retryAfterSeconds()))
                : response;
    }
}

package dev.palabre.privacy.selfservice;

import dev.palabre.http.ErrorHandler;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.Response;
import dev.palabre.http.SecurityHeaders;
import dev.palabre.http.Voice;
import dev.palabre.privacy.selfservice.AuthorActionView.Button;
import dev.palabre.privacy.selfservice.AuthorActionView.Field;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages on which authors act: all alike, and none of them for anybody else. */
final class AuthorPages {
    private static final int MAX_EMAIL = 254;

    private final Messages messages;
    private final Templates templates;
    private final ErrorHandler failures;
    private final PublicUrl links;

    /** What a page starts from: whose it is, in which language, and where it leads back to. */
    record Frame(
            Site site,
            String lang,
            @Nullable String back,
            @Nullable String backText) {}

    /** What a page asks. */
    record Asked(String title, List<String> points, String action, List<Button> buttons, boolean grave) {}

    AuthorPages(Voice voice) {
        this.messages = voice.messages();
        this.templates = voice.templates();
        this.failures = voice.failures();
        this.links = voice.links();
    }

    /** A page that says something, and asks nothing. */
    Response said(RoutingContext ctx, Frame frame, String title, String... sentences) {
        return page(ctx, 200, frame, new Asked(title, List.of(sentences), "", List.of(), false), null, null, List.of());
    }

    /** A page that asks for a click. */
    Response asked(RoutingContext ctx, int status, Frame frame, Asked asked, @Nullable String html) {
        return page(ctx, status, frame, asked, html, null, List.of());
    }

    /** A page that asks for words, perhaps again. */
    Response asked(RoutingContext ctx, Frame frame, Asked asked, @Nullable Problem refused, List<Field> fields) {
        return page(ctx, refused == null ? 200 : refused.kind().status(), frame, asked, null, refused, fields);
    }

    /** A field of the form, as it was typed or as it is kept. */
    Field field(Site site, String lang, String name, @Nullable String value, @Nullable Problem refused) {
        var settings = site.settings();
        var text = name.equals("text");
        var email = name.equals("email");
        return new Field(
                name,
                messages.get(lang, "selfservice.field." + name),
                email ? "email" : "text",
                text ? "off" : email ? "email" : name.equals("lastName") ? "family-name" : "given-name",
                text,
                text || settings.required().contains(name),
                text ? settings.textMax() : email ? MAX_EMAIL : settings.nameMax(),
                value == null ? "" : value,
                List.of(),
                error(refused, name, lang));
    }

    /** A sentence of these pages. */
    String say(String lang, String key) {
        return messages.get(lang, key);
    }

    String say(String lang, String key, Map<String, ?> values) {
        return messages.get(lang, key, values);
    }

    /** An address of this server. */
    String to(String path) {
        return links.to(path);
    }

    /** Renders a page of its own template. */
    Response rendered(RoutingContext ctx, String template, Record view) {
        protect(ctx);
        return Response.html(200, templates.render(template, view)).with("Cache-Control", "private, no-store");
    }

    String render(String template, Record view) {
        return templates.render(template, view);
    }

    String direction(String lang) {
        return messages.direction(lang);
    }

    /** What is wrong with a field, null for nothing. */
    @Nullable
    String error(@Nullable Problem refused, String name, String lang) {
        return Stream.ofNullable(refused)
                .flatMap(problem -> problem.errors().stream())
                .filter(error -> error.field().equals(name))
                .map(error -> failures.sentence(error, lang))
                .findFirst()
                .orElse(null);
    }

    private Response page(
            RoutingContext ctx,
            int status,
            Frame frame,
            Asked asked,
            @Nullable String html,
            @Nullable Problem refused,
            List<Field> fields) {
        protect(ctx);
        var view = new AuthorActionView(
                frame.lang(),
                messages.direction(frame.lang()),
                asked.title(),
                links.to("/assets"),
                frame.site().name(),
                asked.points(),
                html,
                refused == null ? List.of() : List.of(failures.sentences(refused, frame.lang())),
                fields,
                asked.action().isEmpty() ? null : asked.action(),
                asked.buttons(),
                asked.grave(),
                frame.back(),
                frame.backText());
        var reply =
                Response.html(status, templates.render("author-act", view)).with("Cache-Control", "private, no-store");
        return refused != null && refused.retryAfterSeconds() > 0
                ? reply.with("Retry-After", String.valueOf(refused.retryAfterSeconds()))
                : reply;
    }

    /** The Referer stays on this server, and goes nowhere with the links that lead away. */
    private static void protect(RoutingContext ctx) {
        SecurityHeaders.protectForm(ctx.response());
        ctx.response().putHeader("X-Robots-Tag", "noindex, nofollow");
    }
}

package dev.palabre.comment.thread;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.DisplayName;
import dev.palabre.comment.model.Markup;
import dev.palabre.comment.model.Permalink;
import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.StatusText;
import dev.palabre.comment.model.ThreadStore;
import dev.palabre.comment.thread.FormView.Field;
import dev.palabre.comment.thread.FormView.Refused;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.PublicUrl;
import dev.palabre.privacy.notice.Notices;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.site.PageUrl;
import dev.palabre.site.Settings.Verification;
import dev.palabre.template.Dates;
import dev.palabre.template.Messages;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** From domain values to what templates and the API show. */
public final class CommentPresenter {
    private final Messages messages;
    private final ErrorHandler failures;
    private final PublicUrl links;
    private final Receipts receipts;
    private final Notices notices;

    public CommentPresenter(
            Messages messages, ErrorHandler failures, PublicUrl links, Receipts receipts, Notices notices) {
        this.messages = messages;
        this.failures = failures;
        this.links = links;
        this.receipts = receipts;
        this.notices = notices;
    }

    CommentView published(Reader reader, String pageUrl, ThreadStore.Entry entry) {
        var name = nameOf(reader, entry.name());
        return new CommentView(
                reader.lang(),
                entry.id().toString(),
                Permalink.of(pageUrl, entry.id().toString()),
                name,
                DisplayName.initials(name),
                DisplayName.tone(name),
                entry.html(),
                entry.publishedAt().toString(),
                dates(reader).day(entry.publishedAt()),
                dates(reader).full(entry.publishedAt()),
                entry.editedAt() == null ? null : entry.editedAt().toString(),
                entry.editedAt() == null ? null : dates(reader).full(entry.editedAt()),
                false,
                null,
                null,
                null,
                null);
    }

    /** A comment for its own author: with its status, and without live links until somebody has seen it. */
    public CommentView own(Reader reader, Comment comment) {
        var name = nameOf(reader, comment.name());
        var id = comment.id().toString();
        var status = comment.status().wire();
        var online = comment.status() == CommentStatus.PUBLISHED;
        return new CommentView(
                reader.lang(),
                id,
                Permalink.of(comment.ownPage().url(), id),
                name,
                DisplayName.initials(name),
                DisplayName.tone(name),
                online ? comment.html() : Markup.inert(comment.text()),
                comment.createdAt().toString(),
                dates(reader).day(comment.createdAt()),
                dates(reader).full(comment.createdAt()),
                null,
                null,
                true,
                status,
                messages.get(reader.lang(), "comment.own." + StatusText.key(comment)),
                receipts.statusUrl(receipts.of(comment)),
                messages.get(reader.lang(), "comment.own.link"));
    }

    CommentJson json(Reader reader, String pageUrl, ThreadStore.Entry entry) {
        var name = nameOf(reader, entry.name());
        return new CommentJson(
                entry.id().toString(),
                Permalink.of(pageUrl, entry.id().toString()),
                new CommentJson.Author(name, DisplayName.initials(name)),
                entry.html(),
                entry.publishedAt().toString(),
                entry.editedAt() == null ? null : entry.editedAt().toString(),
                null,
                List.of(),
                0);
    }

    /** The form for a page; what was typed and what is wrong with it where there is such. */
    FormView form(Reader reader, PageUrl page, String title, Map<String, String> typed, List<FieldError> errors) {
        var fields = Stream.of("text", "lastName", "firstName", "email")
                .map(name -> field(reader, name, typed, errors))
                .toList();
        var notice = notices.of(reader.site());
        var told = notice.words(reader.lang());
        return new FormView(
                links.to("/api/sites/" + reader.site().key() + "/comments"),
                messages.get(reader.lang(), "comment.form.introduction", Map.of("title", title)),
                fields,
                told.brief(),
                told.rights(),
                noticeUrl(reader),
                told.link(),
                notice.version(),
                told.published(),
                reader.site().settings().follow(),
                typed.containsKey("follow"),
                page.url(),
                title,
                page.id(),
                reader.lang(),
                !errors.isEmpty(),
                errors.stream()
                        .map(error -> new Refused("palabre-" + error.field(), failures.sentence(error, reader.lang())))
                        .toList());
    }

    /** The words that the widget says itself; where authors confirm first, it does not speak of moderators. */
    Map<String, String> texts(Reader reader) {
        var texts = messages.below(reader.lang(), "comment.widget.");
        if (reader.site().settings().verification() == Verification.ON) {
            texts.putAll(messages.below(reader.lang(), "comment.toConfirm."));
        }
        return texts;
    }

    String direction(String lang) {
        return messages.direction(lang);
    }

    String noticeUrl(Reader reader) {
        var own = reader.site().settings().notice();
        return own != null ? own : links.to("/sites/" + reader.site().key() + "/notice?lang=" + reader.lang());
    }

    private static Dates dates(Reader reader) {
        return reader.site().dates(reader.lang());
    }

    private Field field(Reader reader, String name, Map<String, String> typed, List<FieldError> errors) {
        var settings = reader.site().settings();
        var text = name.equals("text");
        var email = name.equals("email");
        return new Field(
                name,
                "palabre-" + name,
                messages.get(reader.lang(), "comment.form.field." + name),
                null,
                text ? "textarea" : email ? "email" : "text",
                text ? "off" : email ? "email" : name.equals("lastName") ? "family-name" : "given-name",
                text,
                text || settings.required().contains(name),
                text ? settings.textMax() : email ? 254 : settings.nameMax(),
                typed.getOrDefault(name, ""),
                errors.stream()
                        .filter(error -> error.field().equals(name))
                        .map(error -> failures.sentence(error, reader.lang()))
                        .findFirst()
                        .orElse(null));
    }

    private String nameOf(Reader reader, String name) {
        return name.isEmpty() ? messages.get(reader.lang(), "thread.anonymous") : name;
    }
}

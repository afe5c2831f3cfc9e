package dev.palabre.comment.thread;

import dev.palabre.comment.model.Reader;
import dev.palabre.comment.thread.FormView.Field;
import dev.palabre.comment.thread.FormView.NoticeSummary;
import dev.palabre.comment.thread.FormView.Refused;
import dev.palabre.http.Pages;
import dev.palabre.privacy.notice.Notice;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.site.PageUrl;
import dev.palabre.site.Settings.Verification;
import dev.palabre.site.Site;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the view of the comment form. */
public final class FormPresenter {
    private static final int MAX_EMAIL = 254;

    private final Pages pages;
    private final Function<Site, Notice> notices;

    /**
     * Forms in the words of these pages.
     *
     * @param notices the privacy notice in force at a site
     */
    public FormPresenter(Pages pages, Function<Site, Notice> notices) {
        this.pages = pages;
        this.notices = notices;
    }

    /**
     * The form for a page.
     *
     * @param typed values by field name, empty for a form that was not sent
     * @param errors what has to be corrected
     */
    FormView form(Reader reader, PageUrl page, String title, Map<String, String> typed, List<FieldError> errors) {
        var lang = reader.lang();
        var notice = notices.apply(reader.site());
        var words = notice.words(lang);
        return new FormView(
                pages.url("/api/sites/" + reader.site().key() + "/comments"),
                pages.text(lang, "comment.form.introduction", Map.of("title", title)),
                Stream.of("text", "lastName", "firstName", "email")
                        .map(name -> field(reader, name, typed, errors))
                        .toList(),
                new NoticeSummary(words.brief(), words.rights(), noticeUrl(reader), words.link(), notice.version()),
                words.published(),
                reader.site().settings().follow(),
                typed.containsKey("follow"),
                new FormView.Page(page.url(), title, page.id()),
                lang,
                errors.stream()
                        .map(error -> new Refused(fieldId(error.field()), pages.text(lang, error)))
                        .toList());
    }

    /** Texts that the widget shows itself; with mandatory verification they do not mention moderators. */
    Map<String, String> texts(Reader reader) {
        var texts = pages.messages().below(reader.lang(), "comment.widget.");
        if (reader.site().settings().verification() == Verification.ON) {
            texts.putAll(pages.messages().below(reader.lang(), "comment.toConfirm."));
        }
        return texts;
    }

    private String noticeUrl(Reader reader) {
        var own = reader.site().settings().notice();
        return own != null ? own : pages.url("/sites/" + reader.site().key() + "/notice?lang=" + reader.lang());
    }

    private Field field(Reader reader, String name, Map<String, String> typed, List<FieldError> errors) {
        var settings = reader.site().settings();
        var isText = name.equals("text");
        var isEmail = name.equals("email");
        return new Field(
                name,
                fieldId(name),
                pages.text(reader.lang(), "comment.form.field." + name),
                isText ? "textarea" : isEmail ? "email" : "text",
                isText ? "off" : isEmail ? "email" : name.equals("lastName") ? "family-name" : "given-name",
                isText,
                isText || settings.required().contains(name),
                isText ? settings.textMax() : isEmail ? MAX_EMAIL : settings.nameMax(),
                typed.getOrDefault(name, ""),
                error(reader.lang(), name, errors));
    }

    private @Nullable String error(String lang, String name, List<FieldError> errors) {
        return errors.stream()
                .filter(error -> error.field().equals(name))
                .map(error -> pages.text(lang, error))
                .findFirst()
                .orElse(null);
    }

    private static String fieldId(String name) {
        return "palabre-" + name;
    }
}

package dev.palabre.comment.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.Reader;
import dev.palabre.comment.thread.FormView.Field;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.site.PageUrl;
import dev.palabre.site.SampleSite;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The comment form. */
final class FormPresenterTest {
    private static final PageUrl PAGE = new PageUrl("/a", "https://lsi.example/a", null);

    private final FormPresenter presenter = SamplePages.forms();

    @Test
    void form_hasTheFieldsInTheirOrder() {
        var form = form(Map.of(), Map.of(), List.of());
        assertThat(form.fields()).extracting(Field::name).containsExactly("text", "lastName", "firstName", "email");
        assertThat(form.fields()).extracting(Field::id).allMatch(id -> id.startsWith("palabre-"));
        assertThat(form.action()).isEqualTo("https://comments.example/api/sites/lsi/comments");
        assertThat(form.introduction()).contains("La plage");
        assertThat(form.errors()).isEmpty();
    }

    @Test
    void form_requiresWhatTheSiteRequires() {
        assertThat(required(Map.of("required", ""))).containsExactly("text");
        assertThat(required(Map.of("required", "email"))).containsExactly("text", "email");
    }

    @Test
    void form_limitsFieldsAsTheSiteDoes() {
        var form = form(Map.of("textMax", "500", "nameMax", "40"), Map.of(), List.of());
        assertThat(form.fields()).extracting(Field::maxLength).containsExactly(500, 40, 40, 254);
    }

    @Test
    void form_keepsWhatWasTypedAndShowsTheErrorsAtTheirFieldsAndTogether() {
        var errors = List.of(FieldError.of("email", "email_form"), FieldError.of("pageUrl", "page_address", "max", 9));
        var form = form(Map.of(), Map.of("text", "<Bonjour>", "email", "awa", "follow", "1"), errors);
        assertThat(form.fields()).extracting(Field::value).containsExactly("<Bonjour>", "", "", "awa");
        assertThat(form.fields().get(0).error()).isNull();
        assertThat(form.fields().get(3).error()).isNotEmpty();
        assertThat(form.errors())
                .extracting(FormView.Refused::fieldId)
                .containsExactly("palabre-email", "palabre-pageUrl");
        assertThat(form.followed()).isTrue();
    }

    @Test
    void form_linksTheNoticeOfTheSiteOrItsOwn() {
        assertThat(form(Map.of(), Map.of(), List.of()).notice().url())
                .isEqualTo("https://comments.example/sites/lsi/notice?lang=fr");
        assertThat(form(Map.of("notice", "https://lsi.example/privacy"), Map.of(), List.of())
                        .notice()
                        .url())
                .isEqualTo("https://lsi.example/privacy");
        assertThat(form(Map.of(), Map.of(), List.of()).notice().version()).matches("[0-9a-f]{64}");
    }

    @Test
    void texts_dependOnTheVerification() {
        var off = presenter.texts(new Reader(SampleSite.of("LSI", Map.of()), "fr"));
        var on = presenter.texts(new Reader(SampleSite.of("LSI", Map.of("verification", "on")), "fr"));
        assertThat(on.keySet()).isEqualTo(off.keySet());
        assertThat(on).isNotEqualTo(off);
    }

    private List<String> required(Map<String, String> settings) {
        return form(settings, Map.of(), List.of()).fields().stream()
                .filter(Field::required)
                .map(Field::name)
                .toList();
    }

    private FormView form(Map<String, String> settings, Map<String, String> typed, List<FieldError> errors) {
        var reader = new Reader(SampleSite.of("LSI", settings), "fr");
        return presenter.form(reader, PAGE, "La plage", typed, errors);
    }
}

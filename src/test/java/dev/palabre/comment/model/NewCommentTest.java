package dev.palabre.comment.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.site.SampleSite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a submission must be to be stored; no server. */
final class NewCommentTest {
    private static final Map<String, String> VALID = Map.of(
            "pageUrl", "https://lsi.example/a",
            "pageTitle", "An article",
            "text", "Bonjour",
            "lastName", "Diop",
            "firstName", "Awa",
            "email", "awa@lsi.example");

    @Test
    void from_takesAValidSubmissionAsItIs() {
        var draft = draft(Map.of());
        assertThat(draft.text()).isEqualTo("Bonjour");
        assertThat(draft.lastName()).isEqualTo("Diop");
        assertThat(draft.firstName()).isEqualTo("Awa");
        assertThat(draft.email()).isEqualTo("awa@lsi.example");
        assertThat(draft.title()).isEqualTo("An article");
        assertThat(draft.page().url()).isEqualTo("https://lsi.example/a");
        assertThat(draft.publicName()).isEqualTo("Awa Diop");
        assertThat(draft.follow()).isFalse();
    }

    @Test
    void from_composesDecomposedLetters() {
        var draft = draft(Map.of("text", "cafe\u0301", "firstName", "E\u0301lodie", "pageTitle", "L’e\u0301te\u0301"));
        assertThat(draft.text()).isEqualTo("café");
        assertThat(draft.firstName()).isEqualTo("Élodie");
        assertThat(draft.title()).isEqualTo("L’été");
    }

    @Test
    void from_storesPlainLineEndsAndTrimsEnds() {
        assertThat(draft(Map.of("text", "\r\n a\r\nb\rc \n")).text()).isEqualTo("a\nb\nc");
    }

    @Test
    void from_refusesAllFieldsAtOnce() {
        assertThat(codes(Map.of("text", " ", "lastName", "", "firstName", "\t", "email", "", "pageUrl", "")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "text", "text_required",
                        "lastName", "last_name_required",
                        "firstName", "first_name_required",
                        "email", "email_required",
                        "pageUrl", "page_address"));
    }

    @ParameterizedTest
    @CsvSource({
        "text, text_required",
        "lastName, last_name_required",
        "firstName, first_name_required",
        "email, email_required",
        "pageUrl, page_address"
    })
    void from_refusesAMissingRequiredField(String field, String code) {
        var values = new HashMap<>(VALID);
        values.remove(field);
        assertThat(codesOf(values)).containsExactlyEntriesOf(Map.of(field, code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lastName", "firstName", "email"})
    void from_takesAMissingFieldThatTheSiteDoesNotRequire(String field) {
        var values = new HashMap<>(VALID);
        values.remove(field);
        assertThat(from(values, Map.of("required", "")).page().key()).isEqualTo("/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lastName", "firstName"})
    void from_takesNamesOfEightyCharactersAndNoMore(String field) {
        assertThat(codes(Map.of(field, "é".repeat(80)))).isEmpty();
        assertThat(codes(Map.of(field, "e\u0301".repeat(80)))).isEmpty();
        assertThat(codes(Map.of(field, "😀".repeat(79) + "a"))).isEmpty();
        assertThat(codes(Map.of(field, "é".repeat(81)))).containsExactlyEntriesOf(Map.of(field, "too_long"));
        assertThat(codes(Map.of(field, "😀".repeat(80) + "a"))).containsExactlyEntriesOf(Map.of(field, "too_long"));
    }

    @Test
    void from_takesTextsUpToTheSitesLimit() {
        assertThat(from(with(Map.of("text", "a".repeat(20))), Map.of("textMax", "20"))
                        .text())
                .hasSize(20);
        assertThatThrownBy(() -> from(with(Map.of("text", "a".repeat(21))), Map.of("textMax", "20")))
                .isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Awa\tDiop", "Awa\nDiop", "Awa\0", "Awa\ud800", "Awa\u007f"})
    void from_refusesControlsInNames(String name) {
        assertThat(codes(Map.of("firstName", name))).containsExactlyEntriesOf(Map.of("firstName", "not_storable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Awa\u202EpoiD", "A\u200Bwa", "\u2067Awa\u2069", "A\u200Dwa"})
    void from_refusesHiddenCharactersInNames(String name) {
        assertThat(codes(Map.of("lastName", name))).containsExactlyEntriesOf(Map.of("lastName", "hidden_characters"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"123", "---", "😀", "\u2800\u2800", "\u200B", "\u202E"})
    void from_refusesNamesWithoutALetter(String name) {
        assertThat(codes(Map.of("lastName", name))).containsExactlyEntriesOf(Map.of("lastName", "no_name"));
    }

    @Test
    void from_refusesNamesThatPileUpMarks() {
        assertThat(codes(Map.of("lastName", "Diop" + "\u0316".repeat(8)))).isEmpty();
        assertThat(codes(Map.of("lastName", "Diop" + "\u0316".repeat(9)))).containsEntry("lastName", "no_name");
        assertThat(codes(Map.of("lastName", "Diop" + "\u0316".repeat(33)))).containsEntry("lastName", "too_many_marks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\u00A0", "\u2800", "\u202E\n\u200D"})
    void from_refusesATextThatShowsNothing(String text) {
        assertThat(codes(Map.of("text", text))).containsExactlyEntriesOf(Map.of("text", "text_required"));
    }

    @Test
    void from_takesTheAddressForATitleThatIsBlank() {
        assertThat(draft(Map.of("pageTitle", " \n ")).title()).isEqualTo("https://lsi.example/a");
        assertThat(draft(Map.of("pageTitle", "A \n  title")).title()).isEqualTo("A title");
    }

    @Test
    void from_limitsTitlesAfterNormalizing() {
        assertThat(codes(Map.of("pageTitle", "é".repeat(1_000)))).isEmpty();
        assertThat(codes(Map.of("pageTitle", "é".repeat(1_001)))).containsEntry("pageTitle", "too_long");
        assertThat(codes(Map.of("pageTitle", "\uFB2C".repeat(1_000)))).containsEntry("pageTitle", "too_long");
        assertThat(codes(Map.of("pageTitle", "a\0"))).containsEntry("pageTitle", "not_storable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "lastName", "firstName", "pageTitle"})
    void from_refusesTooManyMarksAtOnceWhateverTheField(String field) {
        var marks = "a" + "\u0301".repeat(60_000) + "\u0323".repeat(60_000);
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> assertThat(
                        codesOf(with(Map.of(field, marks)), Map.of("textMax", "100000")))
                .containsOnlyKeys(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "pageUrl", "pageId"})
    void from_refusesTooManyMarksInAddressesToo(String field) {
        var marks = "https://lsi.example/a@b." + "\u0301\u0323".repeat(60_000);
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> assertThat(codes(Map.of(field, marks)))
                .containsOnlyKeys(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"awa", "awa@", "@lsi.example", "awa@lsi", "a b@lsi.example", "awa@lsi.example\nx"})
    void from_refusesWhatIsNoEmailAddress(String email) {
        assertThat(codes(Map.of("email", email))).containsExactlyEntriesOf(Map.of("email", "email_form"));
    }

    @Test
    void from_refusesAPageOfAnotherSite() {
        assertThatThrownBy(() -> draft(Map.of("pageUrl", "https://other.example/a")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("foreign_page"));
    }

    @Test
    void from_findsThePageByTheSitesOwnName() {
        var draft = draft(Map.of("pageId", "article-77"));
        assertThat(draft.page().key()).isEqualTo("id:article-77");
        assertThat(draft.page().url()).isEqualTo("https://lsi.example/a");
    }

    @Test
    void from_asksForAnAddressToFollow() {
        var values = new HashMap<>(VALID);
        values.remove("email");
        var errors = errors(
                () -> NewComment.from(request(values, "on"), SampleSite.of("LSI", Map.of("required", "")), "fr", "v"));
        assertThat(errors).containsExactlyEntriesOf(Map.of("email", "email_to_follow"));
        assertThat(NewComment.from(request(VALID, true), SampleSite.of("LSI", Map.of()), "fr", "v")
                        .follow())
                .isTrue();
        assertThat(NewComment.from(request(VALID, true), SampleSite.of("LSI", Map.of("follow", "off")), "fr", "v")
                        .follow())
                .isFalse();
    }

    @Test
    void from_refusesAFollowThatIsNeitherYesNorNo() {
        assertThatThrownBy(() -> NewComment.from(request(VALID, List.of(1)), SampleSite.of("LSI", Map.of()), "fr", "v"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.MALFORMED));
    }

    @ParameterizedTest
    @CsvSource({"full, Awa Diop", "first, Awa", "first_initial, Awa D."})
    void publicName_isMadeAsTheSiteSays(String setting, String shown) {
        assertThat(from(VALID, Map.of("publicName", setting)).publicName()).isEqualTo(shown);
    }

    @Test
    void text_leavesNothingOfWhatItRefuses() {
        var errors = new ArrayList<FieldError>();
        assertThat(NewComment.text(errors, "a\0", 10)).isEmpty();
        assertThat(errors).extracting(FieldError::code).containsExactly("not_storable");
    }

    private static NewComment draft(Map<String, String> changed) {
        return from(with(changed), Map.of());
    }

    private static NewComment from(Map<String, String> values, Map<String, String> settings) {
        return NewComment.from(request(values, null), SampleSite.of("LSI", settings), "fr", "v");
    }

    private static Map<String, String> with(Map<String, String> changed) {
        var values = new HashMap<>(VALID);
        values.putAll(changed);
        return values;
    }

    private static Map<String, String> codes(Map<String, String> changed) {
        return codesOf(with(changed));
    }

    private static Map<String, String> codesOf(Map<String, String> values) {
        return codesOf(values, Map.of());
    }

    private static Map<String, String> codesOf(Map<String, String> values, Map<String, String> settings) {
        return errors(() -> from(values, settings));
    }

    private static Map<String, String> errors(Runnable submission) {
        var codes = new HashMap<String, String>();
        try {
            submission.run();
        } catch (Problem problem) {
            problem.errors().forEach(error -> codes.put(error.field(), error.code()));
        }
        return codes;
    }

    private static SubmitRequest request(Map<String, String> values, @Nullable Object follow) {
        return new SubmitRequest(
                values.get("pageUrl"),
                values.get("pageId"),
                values.get("pageTitle"),
                values.get("text"),
                values.get("lastName"),
                values.get("firstName"),
                values.get("email"),
                null,
                null,
                null,
                null,
                follow);
    }
}

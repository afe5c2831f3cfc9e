package dev.palabre.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.palabre.problem.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TypedTextTest {
    private static final Duration GENEROUS = Duration.ofSeconds(2);

    @Test
    void of_missingTextIsEmptyAndNoError() {
        assertThat(TypedText.of("text", null, 10)).isEqualTo(new TypedText("", null));
    }

    @Test
    void of_normalizesWhatItAccepts() {
        assertThat(TypedText.of("text", " e\u0301\r\nb ", 10)).isEqualTo(new TypedText("é\nb", null));
    }

    @Test
    void of_countsCodePointsAfterNormalizing() {
        assertThat(code("e\u0301".repeat(80), 80)).isNull();
        assertThat(code("e\u0301".repeat(81), 80)).isEqualTo("too_long");
        assertThat(code("😀".repeat(80), 80)).isNull();
        assertThat(code("\u1F82".repeat(80), 80)).isNull();
        assertThat(code("α\u0313\u0300\u0345".repeat(80), 80)).isNull();
    }

    @Test
    void of_refusesWhatGrowsBeyondTheLimitByNormalizing() {
        assertThat(code("\uFB2C".repeat(1_000), 1_000)).isEqualTo("too_long");
    }

    @Test
    void of_refusesByRawLengthBeforeAnythingElse() {
        assertThat(code("\0".repeat(41), 10)).isEqualTo("too_long");
        assertThat(code(" ".repeat(41), 10)).isEqualTo("too_long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\ud800", "\uffff"})
    void of_refusesWhatCannotBeStored(String typed) {
        assertThat(code(typed, 10)).isEqualTo("not_storable");
    }

    @Test
    void of_takesThirtyTwoMarksInARowAndNoMore() {
        assertThat(code("a" + "\u0316".repeat(32) + "b", 100)).isNull();
        assertThat(code("a" + "\u0316".repeat(33) + "b", 100)).isEqualTo("too_many_marks");
        assertThat(code("a" + "\uD834\uDD65".repeat(33), 100)).isEqualTo("too_many_marks");
    }

    @Test
    void of_answersAtOnceToMarksThatAreSlowToNormalize() {
        var sorted = "a" + "\u0301".repeat(60_000) + "\u0323".repeat(60_000);
        var alternating = "a" + "\u0301\u0323".repeat(60_000);
        var short_ = ("a" + "\u0301\u0323".repeat(16)).repeat(3_000);
        assertTimeoutPreemptively(GENEROUS, () -> {
            assertThat(code(sorted, 100_000)).isEqualTo("too_many_marks");
            assertThat(code(alternating, 100_000)).isEqualTo("too_many_marks");
            assertThat(code(alternating, 80)).isEqualTo("too_long");
            assertThat(code(short_, 100_000)).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u1100\u1161", "\u1161", "\u1161\u11a8", "\u09c7\u09be", "\u0344", "\u1fd3", "\u200d\u0301"})
    void normal_isQuickWithWhateverCombines(String piece) {
        var text = piece.repeat(100_000 / piece.length());
        assertTimeoutPreemptively(GENEROUS, () -> TypedText.of("text", text, 100_000));
    }

    @Test
    void normal_refusesTooManyMarksWhoeverCallsIt() {
        assertThatThrownBy(() -> TextRules.normal("a" + "\u0301\u0323".repeat(60_000)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("too_many_marks"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A\u202Eb",
                "\u2066Awa",
                "Awa\u200BDiop",
                "Awa\uFEFF",
                "a\u2060b",
                "a\u00ADb",
                "a\u200Db",
                "1\u200C2",
                "Awa\u2028Diop",
                "\u200DAwa",
                "A\u3164",
                "a\u034Fb",
                "\u200Fا",
                "α\u200Cβ",
                "ы\u200Dы"
            })
    void hiddenCharacters_areFound(String name) {
        assertThat(TextRules.hasHiddenCharacters(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Awa Diop",
                "O’Brien",
                "می\u200Cخواهم",
                "क्\u200Dष",
                "王小明",
                "Ñandú",
                "👩\u200D👩\u200D👧 Awa",
                "أحمد",
                "Anne-Marie d'Ô",
                "葛\uDB40\uDD00城"
            })
    void hiddenCharacters_areNotSeenInNamesOfAllScripts(String name) {
        assertThat(TextRules.hasHiddenCharacters(name)).isFalse();
    }

    private static @org.jspecify.annotations.Nullable String code(String typed, int max) {
        var error = TypedText.of("text", typed, max).error();
        return error == null ? null : error.code();
    }
}

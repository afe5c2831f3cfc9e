package dev.palabre.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.http.RequestBody;
import dev.palabre.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"\0", "\u0001", "\u001b", "\u007f", "\u0085", "\ud800", "\udc00x", "x\ud83d", "\uffff", "\ufdd0"
            })
    void text_withWhatCannotBeStoredIsNotStorable(String text) {
        assertThat(TextRules.storable("a" + text)).isFalse();
    }

    @Test
    void text_withNoncharactersBeyondTheFirstPlaneIsNotStorable() {
        for (int plane = 1; plane <= 16; plane++) {
            assertThat(TextRules.storable(Character.toString(plane << 16 | 0xFFFE)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb\tc\r\n", "é", "👩‍👩‍👧", "\u202E", "\u200B", "\uE000", "ߊ"})
    void text_ofAllScriptsIsStorable(String text) {
        assertThat(TextRules.storable(text)).isTrue();
    }

    @Test
    void normal_isComposedWithPlainLineEndsAndWithoutBlankEnds() {
        assertThat(TextRules.normal(" \u00A0e\u0301\r\nb\rc\u2003\n ")).isEqualTo("\u00A0é\nb\nc");
        assertThat(TextRules.normal(TextRules.normal("\r\n x \r"))).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "\u200B\u200D", "\u202E", "\u2800", "\u3164", "\u00AD", "\u0301", "\uFEFF"})
    void text_thatNobodyCanSeeIsNotVisible(String text) {
        assertThat(TextRules.visible(text)).isFalse();
    }

    @Test
    void marks_areCountedByTheLongestRun() {
        assertThat(TextRules.longestMarks("abc")).isZero();
        assertThat(TextRules.longestMarks("e\u0301o" + "\u0300".repeat(30) + "x\u20DD"))
                .isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"a+b, a b", "%41%2B+, 'A+ '", "%C3%A9, é", "é%20x, é x", "%f0%9f%98%80, 😀"})
    void form_isDecodedStrictly(String encoded, String decoded) {
        assertThat(PercentDecoder.decodeForm(encoded)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "%１１", "%ff", "%C3", "%ED%A0%80", "%C0%AF", "a%"})
    void form_withABadEscapeOrBadUtf8IsRefused(String encoded) {
        assertThatThrownBy(() -> PercentDecoder.decodeForm(encoded)).isInstanceOf(Problem.class);
    }

    @Test
    void form_isReadPairByPair() {
        assertThat(RequestBody.form("a=1&b=&c&&d=x%26y=z"))
                .containsEntry("a", "1")
                .containsEntry("b", "")
                .containsEntry("c", "")
                .containsEntry("d", "x&y=z")
                .hasSize(4);
        assertThatThrownBy(() -> RequestBody.form("a=1&%61=2")).isInstanceOf(Problem.class);
    }
}

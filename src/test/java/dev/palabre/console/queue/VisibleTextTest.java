package dev.palabre.console.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VisibleTextTest {
    @Test
    void of_namesWhatNobodySees() {
        assertThat(VisibleText.of("des \u202Ementeurs\u202C"))
                .containsExactly(
                        new VisibleText("des ", false),
                        new VisibleText("U+202E", true),
                        new VisibleText("menteurs", false),
                        new VisibleText("U+202C", true));
    }

    @ParameterizedTest
    @CsvSource({"Awa", "é́", "'a\u200Db'", "👩‍👩‍👧", "محمد", "'line\nline'", "<b>"})
    void of_leavesWhatIsWrittenSo(String text) {
        assertThat(VisibleText.of(text)).containsExactly(new VisibleText(text, false));
    }

    @Test
    void of_nothingIsNothing() {
        assertThat(VisibleText.of("")).isEmpty();
    }

    @Test
    void line_isOneLine() {
        assertThat(VisibleText.line(" a\n\n b\u200B c\u2028d ")).isEqualTo("a b‹U+200B› c‹U+2028›d");
    }
}

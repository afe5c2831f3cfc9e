package dev.palabre.moderation.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PieceTest {
    @Test
    void of_namesWhatNobodySees() {
        assertThat(Piece.of("des \u202Ementeurs\u202C"))
                .containsExactly(
                        new Piece("des ", false),
                        new Piece("U+202E", true),
                        new Piece("menteurs", false),
                        new Piece("U+202C", true));
    }

    @ParameterizedTest
    @CsvSource({"Awa", "é́", "'a\u200Db'", "👩‍👩‍👧", "محمد", "'line\nline'", "<b>"})
    void of_leavesWhatIsWrittenSo(String text) {
        assertThat(Piece.of(text)).containsExactly(new Piece(text, false));
    }

    @Test
    void of_nothingIsNothing() {
        assertThat(Piece.of("")).isEmpty();
    }

    @Test
    void line_isOneLine() {
        assertThat(Piece.line(" a\n\n b\u200B c\u2028d ")).isEqualTo("a b‹U+200B› c‹U+2028›d");
    }
}

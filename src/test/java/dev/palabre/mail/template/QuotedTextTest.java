package dev.palabre.mail.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedTextTest {
    @Test
    void line_keepsOrdinaryWords() {
        assertThat(QuotedText.line("La plage tient ses comptes… enfin. 2/3"))
                .isEqualTo("La plage tient ses comptes… enfin. 2/\u20603");
        assertThat(QuotedText.line("👩\u200D🌾 الصفحة")).isEqualTo("👩\u200D🌾 الصفحة");
    }

    @Test
    void line_isOneLineWithoutWhatIsNotSeen() {
        assertThat(QuotedText.line(" a\r\nBcc: b\u2028c\u0000d\u202Ee\u0085f\u00A0 g "))
                .isEqualTo("a Bcc: b c d e f g");
    }

    @Test
    void line_isNotTooLong() {
        assertThat(QuotedText.line("é".repeat(500))).hasSize(120).endsWith("…");
        assertThat(QuotedText.line("😀".repeat(500)).codePoints()).hasSize(120);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/x",
                "www.evil.example",
                "evil.example",
                "me@evil.example",
                "mailto:me@evil.example"
            })
    void line_makesNoAddressThatAMailClientWouldLink(String address) {
        assertThat(QuotedText.line("see " + address + " now"))
                .doesNotContainPattern("\\w[.@]\\w")
                .doesNotContain("://")
                .doesNotContain("mailto:m");
    }

    @Test
    void text_keepsItsLinesAndNothingThatAMailClientWouldLink() {
        assertThat(QuotedText.text("a\r\n\r\n\n\n b\u0007 \u202Ec\nhttps://evil.example/x\tme@evil.example"))
                .startsWith("a\n\nb c\n")
                .doesNotContain("evil.example", "://", "@evil");
        assertThat(QuotedText.text("é".repeat(9_000))).hasSize(2_000).endsWith("…");
        assertThat(QuotedText.text("\n".repeat(9_000))).isEmpty();
    }

    @Test
    void plain_leavesTheOwnersWordsAlone() {
        assertThat(QuotedText.plain("Seneplus.com\n")).isEqualTo("Seneplus.com");
    }
}

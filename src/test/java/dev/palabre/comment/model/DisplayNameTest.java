package dev.palabre.comment.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.site.Settings.PublicName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The public name, the initials and the tone of an avatar. */
final class DisplayNameTest {
    @ParameterizedTest
    @CsvSource({
        "Didier Touré, DT", "awa, A", "Anne-Marie de la Tour, AT", "élodie Ñandú, ÉÑ", "王小明, 王", "X Æ A-12, XA",
        "'  ', ?", "· · ·, ?", "ßeta, SS", "(Awa) Diop, AD", "« Awa » Diop, AD", "O’Brien Conan, OC"
    })
    void initials_areOfTheFirstAndTheLastWord(String name, String initials) {
        assertThat(DisplayName.initials(name)).isEqualTo(initials);
    }

    @Test
    void name_isMadeAsTheSiteSays() {
        assertThat(DisplayName.shown(PublicName.FULL, "Awa", "Diop")).isEqualTo("Awa Diop");
        assertThat(DisplayName.shown(PublicName.FIRST, "Awa", "Diop")).isEqualTo("Awa");
        assertThat(DisplayName.shown(PublicName.FIRST_INITIAL, "Awa", "Diop")).isEqualTo("Awa D.");
        assertThat(DisplayName.shown(PublicName.FIRST_INITIAL, "Awa", null)).isEqualTo("Awa");
        assertThat(DisplayName.shown(PublicName.FULL, null, null)).isEmpty();
    }

    @Test
    void tone_isAlwaysTheSameAndOneOfTwelve() {
        for (var name : List.of("", "a", "Awa Diop", "polygenelubricants", "👩‍👩‍👧")) {
            assertThat(DisplayName.tone(name)).matches("tone-(\\d|1[01])").isEqualTo(DisplayName.tone(name));
        }
    }
}

package dev.palabre.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.Corpora;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CanonicalEmailTest {
    private static final String VICTIM = "victim@mail.example";

    @ParameterizedTest
    @CsvSource({
        "Victim@Mail.Example, victim@mail.example",
        "VICTIM@MAIL.EXAMPLE, victim@mail.example",
        "awa@b\u00FCcher.example, awa@xn--bcher-kva.example",
        "awa@B\u00DCCHER.example, awa@xn--bcher-kva.example",
        "awa@bu\u0308cher.example, awa@xn--bcher-kva.example",
        "awa@XN--BCHER-KVA.example, awa@xn--bcher-kva.example",
        "awa@\uFF4Dail.example, awa@mail.example",
        "awa@mail\u3002example, awa@mail.example",
        "awa@mail\uFF0Eexample, awa@mail.example",
        "awa@mail\uFF61example, awa@mail.example",
        "awa@\u212Aelvin.example, awa@kelvin.example",
        "awa@mai\u00ADl.example, awa@mail.example",
        "awa@mai\u200Bl.example, awa@mail.example",
    })
    void of_isOneFormForAllSpellingsOfOneMailbox(String typed, String canonical) {
        assertThat(CanonicalEmail.of(typed)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "victim@ma\u0130l.example",
                "victim@MA\u0130L.EXAMPLE",
                "victim@ma\u0131l.example",
                "victim@m\u0430il.example",
                "victim@mai\u0142.example",
                "victim@mail\u0301.example",
                "victim@mail.ex\u0430mple",
                "victim@ma\u00EDl.example",
                "v\u0130ctim@mail.example",
                "v\u0131ctim@mail.example",
                "victi\uFF4D@mail.example",
                "vict\u0456m@mail.example",
                "victim\uFF20mail.example",
                "victim\u200B@mail.example",
                "vic\u00ADtim@mail.example",
                "victim@mail.example.",
                "victim@mail.example\u3002",
                "victim@.mail.example",
                "victim@mail..example",
                "victim@mail\u2024example",
                "victim+tag@mail.example",
                "vic.tim@mail.example",
            })
    void of_aLookAlikeIsAnotherIdentityOrNone(String typed) {
        assertThat(CanonicalEmail.of(typed)).isNotEqualTo(CanonicalEmail.of(VICTIM));
        assertThat(CanonicalEmail.isSame(typed, VICTIM)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\u00A0",
                "\u200B",
                "\u200E",
                "\u200F",
                "\u202A",
                "\u202C",
                "\u202E",
                "\u2066",
                "\u2069",
                "\uFEFF",
                "\u00AD",
                "\u2060",
                "\u3164",
                "\uFE0F",
                "\t",
                "\r\n",
                "\u202A\u200B "
            })
    void of_doesNotSeeWhatNobodySeesAroundAnAddress(String unseen) {
        assertThat(CanonicalEmail.of(unseen + "Victim@mail.example" + unseen)).contains(VICTIM);
        assertThat(CanonicalEmail.trimmed(unseen + "Victim@mail.example" + unseen))
                .isEqualTo("Victim@mail.example");
        assertThat(CanonicalEmail.trimmed(unseen)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "victim@mail.example\u0000",
                "victim@stra\u00DFe.example",
                "victim@ma\u200Dil.example",
                "victim@ma\u202Eil.example",
                "victim@\u2100.example",
                "victim@mail.example\uFF20evil.example",
                "victim@\uD800.example",
                ""
            })
    void of_isNothingForWhatDoesNotConvert(String typed) {
        assertThat(CanonicalEmail.of(typed)).isEmpty();
        assertThat(CanonicalEmail.isSame(typed, typed)).isFalse();
    }

    @Test
    void of_anyLetterForAnotherNeverMakesSomebodyElse() {
        var random = new Random(26);
        for (int i = 0; i < 200_000; i++) {
            var at = random.nextInt(VICTIM.length());
            var c = random.nextInt(0x110000);
            var typed = VICTIM.substring(0, at) + Character.toString(c) + VICTIM.substring(at + 1);
            var canonical = CanonicalEmail.of(typed);
            if (canonical.isPresent()) {
                assertThat(canonical.get())
                        .matches("[!-~]+")
                        .isEqualTo(canonical.get().toLowerCase(Locale.ROOT));
                assertThat(CanonicalEmail.of(canonical.get())).isEqualTo(canonical);
            }
            if (canonical.filter(VICTIM::equals).isPresent()) {
                // The same letter in another width, style or case: never one that people read as another.
                var folded = java.text.Normalizer.normalize(Character.toString(c), java.text.Normalizer.Form.NFKC);
                assertThat(at > VICTIM.indexOf('@') || c < 0x80).isTrue();
                assertThat(folded.toLowerCase(Locale.ROOT).replace('\u3002', '.'))
                        .isEqualTo(VICTIM.substring(at, at + 1));
            }
        }
    }

    @Test
    void of_isBounded() {
        assertThat(CanonicalEmail.of("a@" + "b.".repeat(1_000_000) + "cc")).isEmpty();
        assertThat(CanonicalEmail.of("a".repeat(65) + "@example.org")).isEmpty();
        assertThat(CanonicalEmail.of(" ".repeat(200) + VICTIM + " ".repeat(200)))
                .contains(VICTIM);
    }

    @Test
    void of_isStableOverIsemail() throws Exception {
        var nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Corpora.file("isemail/tests.xml").toFile())
                .getElementsByTagName("address");
        assertThat(nodes.getLength()).isGreaterThan(100);
        IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .flatMap(address -> CanonicalEmail.of(address).stream())
                .forEach(canonical -> {
                    assertThat(canonical).matches("[!-?A-~]+@[a-z0-9.-]+");
                    assertThat(CanonicalEmail.of(canonical.toUpperCase(Locale.ROOT)))
                            .contains(canonical);
                });
    }
}

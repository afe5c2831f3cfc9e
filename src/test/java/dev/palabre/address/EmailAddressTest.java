package dev.palabre.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.testing.Corpora;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class EmailAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "fatou@example.org",
                "fatou.diop+lsi@mail.example.co.uk",
                "o'brien@example.org",
                "Fatou_Diop-2@EXAMPLE.org",
                "1@123.com",
                "fatou@xn--bcher-kva.example",
                "fatou@bücher.example",
                "fatou@пример.рф"
            })
    void isValid_takesWhatPeopleHave(String address) {
        assertThat(EmailAddress.isValid(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fatou",
                "@example.org",
                "fatou@",
                "fatou@localhost",
                "fatou@127.0.0.1",
                "fatou@[127.0.0.1]",
                "fatou@example..org",
                "fatou@-example.org",
                "fatou@example.org.",
                ".fatou@example.org",
                "fa..tou@example.org",
                "fatou.@example.org",
                "\"fatou\"@example.org",
                "fatou(moi)@example.org",
                "Fatou <fatou@example.org>",
                "fatou@example.org,evil@example.net",
                "fatou@example.org;evil@example.net",
                "fatou@example.org evil@example.net",
                "fatou@example.org\r\nBcc: evil@example.net",
                "fatou@example.org\u0000",
                "fatou@exam\u200Dple.org",
                "fatou@example.org\u202E",
                "fatou@straße.example",
                "fàtou@example.org",
                "=?utf-8?q?fatou?=@example.org",
                "-fatou@example.org"
            })
    void isValid_refusesWhatGoesAstray(String address) {
        assertThat(EmailAddress.isValid(address)).isFalse();
    }

    @Test
    void isValid_holdsTheLimitsOfSmtp() {
        assertThat(EmailAddress.isValid("a".repeat(64) + "@example.org")).isTrue();
        assertThat(EmailAddress.isValid("a".repeat(65) + "@example.org")).isFalse();
        assertThat(EmailAddress.isValid("a@" + "b".repeat(63) + ".org")).isTrue();
        assertThat(EmailAddress.isValid("a@" + "b".repeat(64) + ".org")).isFalse();
        assertThat(EmailAddress.isValid("a@" + "b.".repeat(125) + "cc")).isTrue();
        assertThat(EmailAddress.isValid("a@" + "b.".repeat(126) + "cc")).isFalse();
        assertThat(EmailAddress.isValid("a@" + "b.".repeat(100_000) + "cc")).isFalse();
    }

    @Test
    void ascii_writesTheDomainAsServersReadIt() {
        assertThat(EmailAddress.ascii("Fatou@Bücher.example")).contains("Fatou@xn--bcher-kva.example");
        assertThat(EmailAddress.ascii("fatou@example.org")).contains("fatou@example.org");
    }

    @Test
    void isValid_agreesWithIsemail() throws Exception {
        var wrong = new ArrayList<String>();
        for (var test : isemail()) {
            // Without looking into the DNS nobody can tell that a top-level domain such as io takes mail.
            var valid = Set.of("ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN").contains(test.category())
                    && !test.address().equals("test@io");
            if (EmailAddress.isValid(test.address()) != valid) {
                wrong.add(test.category() + " " + test.address());
            }
        }
        assertThat(wrong).isEmpty();
    }

    private record Isemail(String category, String address) {}

    private static List<Isemail> isemail() throws Exception {
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Corpora.file("isemail/tests.xml").toFile());
        var nodes = document.getElementsByTagName("test");
        var tests = new ArrayList<Isemail>();
        for (int i = 0; i < nodes.getLength(); i++) {
            var test = (Element) nodes.item(i);
            tests.add(new Isemail(text(test, "category"), controls(text(test, "address"))));
        }
        assertThat(tests).hasSize(164);
        return tests;
    }

    private static String text(Element test, String name) {
        var found = test.getElementsByTagName(name).item(0);
        return found == null ? "" : found.getTextContent();
    }

    /** The corpus writes control characters as their pictures, U+2400 and on. */
    private static String controls(String address) {
        return address.codePoints()
                .map(c -> c >= 0x2400 && c < 0x2420 ? c - 0x2400 : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

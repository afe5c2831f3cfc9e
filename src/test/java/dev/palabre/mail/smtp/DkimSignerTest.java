package dev.palabre.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DkimSignerTest {
    private static final KeyPair PAIR = pair();
    private static final String MAIL = """
            From: Palabre <palabre@example.org>\r
            To: v@x.example\r
            Subject: Un  titre\r
            \tsur deux lignes \r
            Date: Sat, 28 Nov 2026 12:00:00 +0000\r
            Message-ID: <1@example.org>\r
            List-Unsubscribe: <https://example.org/stop>\r
            \r
            Bonjour \r
            \r
            À  bientôt\r
            """;

    @Test
    void sign_holdsForAnotherImplementation() throws Exception {
        var signed = sign(MAIL);
        assertThat(signed)
                .startsWith("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org;\r\n\ts=key;")
                .endsWith(MAIL);
        assertThat(signed.lines()).allMatch(line -> line.length() <= 100);
        assertThat(verify(signed)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "x ", "x\t \r\n \r\n", "\r\n\r\nx", " x", "a\r\nb", "a\r\n\r\n\r\n", ".\r\n..\r\n", "a\nb\n"
            })
    void sign_holdsForEveryEndOfABody(String body) throws Exception {
        assertThat(verify(sign("From: a@example.org\r\nSubject: s\r\n\r\n" + body)))
                .hasSize(1);
    }

    @Test
    void sign_holdsForAnyWhiteSpace() throws Exception {
        var random = new Random(6376);
        for (int i = 0; i < 300; i++) {
            var body = text(random, 60);
            var subject = text(random, 20).replaceAll("\\r\\n", "\r\n ").replaceAll("\\r\\n[ \\t]+(?=\\r\\n|$)", "");
            assertThat(verify(sign("From: a@example.org\r\nSubject: x" + subject + "y\r\n\r\nx" + body)))
                    .hasSize(1);
        }
    }

    @Test
    void sign_allowsTheChangesThatMailServersMake() throws Exception {
        var signed = sign(MAIL);
        assertThat(verify(signed.replace("Subject: Un  titre\r\n\tsur", "SUBJECT:   Un titre sur")))
                .hasSize(1);
        assertThat(verify(signed.replace("Bonjour \r\n", "Bonjour\r\n"))).hasSize(1);
        assertThat(verify(signed + "\r\n\r\n")).hasSize(1);
        assertThat(verify("Received: by mx.example\r\n" + signed)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Bonjour,Bonsoir",
        "palabre@example.org,evil@example.org",
        "To: v,To: w",
        "Un  titre,Untitre",
        "12:00:00,12:00:01",
        "example.org/stop,example.org/stay",
    })
    void sign_doesNotHoldForAnotherMail(String from, String to) throws Exception {
        var forged = sign(MAIL).replace(from, to);
        assertThatThrownBy(() -> verify(forged)).isInstanceOf(FailException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"From", "Subject", "To", "Reply-To", "Cc", "Date", "Content-Type", "List-Unsubscribe", "Sender"})
    void sign_doesNotHoldWhereAHeaderIsAdded(String name) throws Exception {
        var forged = sign(MAIL).replace("From: Palabre", name + ": evil@evil.example\r\nFrom: Palabre");
        assertThatThrownBy(() -> verify(forged)).isInstanceOf(FailException.class);
    }

    /** An empty body is the empty text (RFC 6376, 3.4.4), of which the verifier of these tests knows nothing. */
    @ParameterizedTest
    @CsvSource({
        "'',''",
        "'\r\n\r\n',''",
        "'a','a\r\n'",
        "' a \t b \r\n \r\n',' a b\r\n'",
        "'a\r\n\r\nb\r\n','a\r\n\r\nb\r\n'"
    })
    void relaxed_isTheBodyOfTheStandard(String body, String canonical) {
        assertThat(DkimSigner.relaxed(body)).isEqualTo(canonical);
    }

    private static String text(Random random, int length) {
        var parts = List.of("a", "b", " ", "  ", "\t", "\r\n", "\u00E9", ":", ";");
        var text = new StringBuilder();
        random.ints(random.nextInt(length), 0, parts.size()).forEach(i -> text.append(parts.get(i)));
        return text.toString();
    }

    private static String sign(String mail) throws Exception {
        var key = new DkimKey("key", (RSAPrivateKey) PAIR.getPrivate());
        var signed = new DkimSigner(key, "example.org", () -> Instant.ofEpochSecond(1_700_000_000))
                .sign(mail.getBytes(StandardCharsets.UTF_8));
        return new String(signed, StandardCharsets.UTF_8);
    }

    private static List<?> verify(String mail) throws Exception {
        var record = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(PAIR.getPublic().getEncoded());
        return new DKIMVerifier((method, selector, domain) -> List.of(record))
                .verify(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

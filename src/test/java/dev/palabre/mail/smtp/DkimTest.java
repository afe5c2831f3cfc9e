package dev.palabre.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.mail.template.Mail;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DkimTest {
    private static final Sender SENDER = Sender.parse("La Palabre <palabre@example.org>");
    private static final Mail MAIL = new Mail("Été – « en ligne »", "Bonjour,\n.\nÀ bientôt \n", "<p>Bonjour</p>");

    @Test
    void mail_isSignedForTheSendersDomainAndASignatureHoldsForThatMailOnly() throws Exception {
        var pair = pair(2048);
        var sent = sent(new DkimKey("palabre", DkimKey.parse(pem(pair))));
        assertThat(sent).contains("d=example.org", "s=palabre");
        var record = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        assertThat(verify(sent, record)).hasSize(1);
        assertThatThrownBy(() -> verify(sent.replace("Bonjour", "Bonsoir"), record))
                .isInstanceOf(FailException.class);
        assertThatThrownBy(() -> verify(sent.replace("From: La", "From: Le"), record))
                .isInstanceOf(FailException.class);
    }

    @Test
    void mail_withoutAKeyIsNotSigned() throws Exception {
        assertThat(sent(null)).doesNotContain("DKIM-Signature");
    }

    @Test
    void key_isReadWithAndWithoutItsLinesAround() throws Exception {
        var pair = pair(2048);
        var bare = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        assertThat(DkimKey.parse(bare)).isEqualTo(DkimKey.parse(pem(pair)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"})
    void key_thatIsNoneIsRefusedWithAWayToMakeOne(String pem) {
        assertThatThrownBy(() -> DkimKey.parse(pem)).hasMessageContaining("openssl genpkey");
    }

    @Test
    void key_thatIsTooShortIsRefused() throws Exception {
        var pem = pem(pair(512));
        assertThatThrownBy(() -> DkimKey.parse(pem)).hasMessageContaining("too short");
    }

    @Test
    void key_isNotPrinted() throws Exception {
        var key = DkimKey.parse(pem(pair(1024)));
        assertThat(new DkimKey("palabre", key)).hasToString("DKIM key palabre");
    }

    private static String sent(@org.jspecify.annotations.Nullable DkimKey key) throws Exception {
        try (var sink = SmtpSink.open()) {
            new SmtpSender(sink.address(), SENDER, key, null)
                    .deliver("<01234567-89ab-7def-8123-456789abcdef@example.org>", "v@x.example", MAIL);
            return String.join("\r\n", sink.next().lines()) + "\r\n";
        }
    }

    private static List<?> verify(String mail, String record) throws Exception {
        return new DKIMVerifier((method, selector, domain) -> List.of(record))
                .verify(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
    }

    private static KeyPair pair(int bits) throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}

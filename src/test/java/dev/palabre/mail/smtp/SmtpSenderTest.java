package dev.palabre.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.ServerSetup;
import dev.palabre.mail.outbox.GreenMails;
import dev.palabre.mail.smtp.DeliveryException.Kind;
import dev.palabre.mail.smtp.SmtpSink.Received;
import dev.palabre.mail.template.Mail;
import dev.palabre.testing.Corpora;
import io.vertx.core.json.JsonArray;
import jakarta.mail.Multipart;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpSenderTest {
    private static final Sender SENDER = Sender.parse("La Palabre <palabre@example.org>");
    private static final Mail MAIL = new Mail("Été – « en ligne »", "Bonjour,\n.\nÀ bientôt\n", "<p>Bonjour</p>");
    private static final Set<String> HEADERS = Set.of(
            "Date",
            "From",
            "To",
            "Message-ID",
            "Subject",
            "MIME-Version",
            "Content-Type",
            "Auto-Submitted",
            "X-Auto-Response-Suppress");

    @Test
    void deliver_handsOneMailToARealServer() throws Exception {
        var server = GreenMails.start(ServerSetup.PROTOCOL_SMTP);
        try {
            var address = new SmtpAddress("127.0.0.1", server.getSmtp().getPort(), "", "", false);
            var id = messageId();
            new SmtpSender(address, SENDER).deliver(id, "Fatou@Bücher.example", MAIL);
            var message = server.getReceivedMessages()[0];
            assertThat(message.getSubject()).isEqualTo(MAIL.subject());
            assertThat(message.getMessageID()).isEqualTo(id);
            assertThat(message.getHeader("From", ",")).isEqualTo("La Palabre <palabre@example.org>");
            assertThat(message.getHeader("To", ",")).isEqualTo("Fatou@xn--bcher-kva.example");
            assertThat(message.getHeader("Auto-Submitted", ",")).isEqualTo("auto-generated");
            assertThat(message.getHeader("X-Auto-Response-Suppress", ",")).isEqualTo("All");
            assertThat(parts(message.getContent())).containsExactly("Bonjour,\r\n.\r\nÀ bientôt\r\n", "<p>Bonjour</p>");
        } finally {
            server.stop();
        }
    }

    @Test
    void deliver_hasReportsSentToTheAddressForThem() throws Exception {
        try (var sink = SmtpSink.open()) {
            new SmtpSender(sink.address(), SENDER, null, "bounces@example.org")
                    .deliver(messageId(), "fatou@example.org", MAIL);
            assertThat(sink.next().headers("From")).containsExactly("La Palabre <palabre@example.org>");
            assertThat(sink.commands()).anyMatch(line -> line.startsWith("MAIL FROM:<bounces@example.org>"));
        }
    }

    @Test
    void deliver_letsNoStringOfTheCorpusBeAHeaderOrARecipient() throws Exception {
        var strings = new JsonArray(Files.readString(Corpora.file("generated/mail-injection.json")));
        assertThat(strings).hasSize(148);
        try (var sink = SmtpSink.open()) {
            var postman = new SmtpSender(sink.address(), SENDER);
            for (var each : strings) {
                var typed = String.valueOf(each);
                attempt(sink, () -> postman.deliver(messageId(), "v@x.example", new Mail(typed, typed, typed)));
                attempt(sink, () -> postman.deliver(messageId(), typed, MAIL));
                attempt(sink, () -> postman.deliver("<" + typed + "@x.example>", "v@x.example", MAIL));
                attempt(sink, () -> new SmtpSender(sink.address(), new Sender(typed, "p@x.example"))
                        .deliver(messageId(), "v@x.example", MAIL));
            }
            assertThat(sink.commands())
                    .filteredOn(command -> command.startsWith("RCPT"))
                    .allSatisfy(command -> assertThat(command).matches("RCPT TO:<[^<>\\s,;]+@[^<>\\s,;@]+>"));
        }
    }

    private interface Attempt {
        void run() throws DeliveryException;
    }

    private static void attempt(SmtpSink sink, Attempt attempt) throws InterruptedException {
        try {
            attempt.run();
        } catch (DeliveryException | IllegalArgumentException refused) {
            assertThat(sink.left()).isZero();
            return;
        }
        assertSafe(sink.next());
    }

    private static void assertSafe(Received mail) {
        assertThat(mail.recipients()).hasSize(1);
        assertThat(mail.headerNames()).doesNotHaveDuplicates().isSubsetOf(HEADERS);
        assertThat(mail.headers("To")).hasSize(1);
    }

    @Test
    void deliver_refusesWhatHoldsAControlCharacter() {
        var postman = new SmtpSender(new SmtpAddress("127.0.0.1", 1, "", "", false), SENDER);
        for (var control : List.of("\r", "\n", "\u0000", "\u007F", "\u0085", "\u2028", "\u2029")) {
            var refused = catchThrowableOfType(
                    DeliveryException.class,
                    () -> postman.deliver(messageId(), "v@x.example", new Mail("a" + control + "b", "", "")));
            assertThat(refused.kind()).isEqualTo(Kind.UNFIT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, 421 busy, UNREACHABLE",
        "MAIL, 451 4.3.0 v@x.example not now, LATER",
        "MAIL, 550 v@x.example no such sender, LATER",
        "RCPT, 450 4.2.0 v@x.example greylisted, LATER",
        "RCPT, 550 5.1.1 v@x.example unknown, BOUNCED",
        "DATA, 554 5.7.1 v@x.example no, REFUSED",
        "END, 550 5.1.1 v@x.example unknown after all, BOUNCED",
        "RCPT, 554 5.7.1 v@x.example relay denied, REFUSED",
        "END, 452 4.2.2 v@x.example full, LATER",
        "END, 554 5.7.1 v@x.example looks like spam, REFUSED"
    })
    void deliver_tellsWhatToDoAboutARefusal(String command, String answer, Kind kind) throws Exception {
        try (var sink = SmtpSink.open(line -> line.startsWith(command) ? answer : null)) {
            var refused = refused(sink.address());
            assertThat(refused.kind()).isEqualTo(kind);
            assertThat(refused.reason())
                    .doesNotContain("v@x.example", "x.example")
                    .hasSizeLessThan(80);
        }
    }

    @Test
    void deliver_keepsTheServersNumberOnly() throws Exception {
        try (var sink = SmtpSink.open(line -> line.startsWith("RCPT") ? "550 5.1.1 v@x.example unknown" : null)) {
            assertThat(refused(sink.address()).reason()).isEqualTo("the server answered 550 5.1.1");
        }
    }

    @Test
    void deliver_seesAServerThatHangsUp() throws Exception {
        for (var command : List.of("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END")) {
            try (var sink = SmtpSink.open(line -> line.startsWith(command) ? SmtpSink.HANG_UP : null)) {
                assertThat(refused(sink.address()).kind()).as(command).isIn(Kind.UNREACHABLE, Kind.LATER);
            }
        }
    }

    @Test
    void deliver_sendsNoPasswordWithoutTls() throws Exception {
        try (var sink = SmtpSink.open(line -> line.startsWith("EHLO") ? "250-sink\r\n250 AUTH PLAIN LOGIN" : null)) {
            var refused = refused(new SmtpAddress("127.0.0.1", sink.port(), "pal", "s3cret", false));
            assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(sink.commands()).noneMatch(command -> command.startsWith("AUTH") || command.startsWith("MAIL"));
        }
    }

    @Test
    void deliver_refusesACertificateThatNobodyVouchesFor() {
        var server = GreenMails.start(ServerSetup.PROTOCOL_SMTPS);
        try {
            var address = new SmtpAddress("127.0.0.1", server.getSmtps().getPort(), "pal", "s3cret", true);
            assertThat(refused(address).kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(server.getReceivedMessages()).isEmpty();
        } finally {
            server.stop();
        }
    }

    private static DeliveryException refused(SmtpAddress server) {
        return catchThrowableOfType(DeliveryException.class, () -> new SmtpSender(server, SENDER)
                .deliver(messageId(), "v@x.example", MAIL));
    }

    private static List<String> parts(Object content) throws Exception {
        if (!(content instanceof Multipart multipart)) {
            return List.of(String.valueOf(content));
        }
        var parts = new ArrayList<String>();
        for (int i = 0; i < multipart.getCount(); i++) {
            parts.addAll(parts(multipart.getBodyPart(i).getContent()));
        }
        return parts;
    }

    private static String messageId() {
        return "<" + UUID.randomUUID() + "@palabre.example>";
    }
}

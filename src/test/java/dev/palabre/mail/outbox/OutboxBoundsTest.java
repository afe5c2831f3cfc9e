package dev.palabre.mail.outbox;

import static dev.palabre.mail.outbox.MailFixture.await;
import static dev.palabre.mail.outbox.MailFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.mail.smtp.SmtpSink;
import dev.palabre.mail.template.Mail;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is not sent: too much, and where nobody reads. */
@Tag("server")
class OutboxBoundsTest {
    private MailFixture office;

    @BeforeEach
    void open() throws Exception {
        office = new MailFixture();
    }

    @AfterEach
    void close() throws Exception {
        office.close();
    }

    @Test
    void worker_givesUpWhatIsRefusedForGood() throws Exception {
        var tries = new AtomicInteger();
        try (var sink = SmtpSink.open(line -> line.startsWith("RCPT") && tries.incrementAndGet() > 0
                ? "550 5.1.1 fatou@example.org unknown"
                : null)) {
            office.worker(sink.address());
            office.write(office.author("fatou@example.org"), "fr");
            until("given up", () -> office.states().equals(List.of("failed")));
            assertThat(tries).hasValue(3);
            assertThat(office.error()).isEqualTo("the server answered 550 5.1.1");
        }
    }

    @Test
    void worker_writesNoMoreWhereNobodyReadsButWhatIsAskedFor() throws Exception {
        office.composers.registerAsked("link", letter -> Future.succeededFuture(Optional.of(new Mail("s", "t", "h"))));
        try (var sink = SmtpSink.open(line -> line.startsWith("RCPT") ? "550 5.1.1 unknown" : null)) {
            office.worker(sink.address());
            office.write(office.author("fatou@example.org"), "fr");
            until("given up", () -> office.states().equals(List.of("failed")));
            office.write(office.author("fatou@example.org"), "fr");
            until("dropped", () -> office.states().equals(List.of("failed", "dropped")));
            for (int asked = 1; asked <= 3; asked++) {
                write("link");
                office.outbox.wake();
                until("over", () -> !office.states().contains("waiting"));
            }
            assertThat(office.states()).containsExactly("failed", "dropped", "failed", "failed", "dropped");
            assertThat(office.error()).isEqualTo("mails to this address came back");
        }
    }

    @Test
    void worker_blamesNoAddressForWhatItsServerThinksOfUs() throws Exception {
        try (var sink = SmtpSink.open(line -> line.startsWith("RCPT") ? "550 5.7.1 spam" : null)) {
            office.worker(sink.address());
            office.write(office.author("fatou@example.org"), "fr");
            until("given up", () -> office.states().equals(List.of("failed")));
            office.write(office.author("fatou@example.org"), "fr");
            until("tried too", () -> office.states().equals(List.of("failed", "failed")));
        }
    }

    @Test
    void worker_boundsTheMailsToOneAddress() throws Exception {
        var author = office.author("fatou@example.org");
        for (int i = 0; i < 4; i++) {
            office.write(author, "fr");
        }
        try (var sink = SmtpSink.open()) {
            office.worker(sink.address(), few(2));
            until("done", () -> !office.states().contains("waiting"));
            assertThat(office.states()).containsExactly("sent", "sent", "dropped", "dropped");
            assertThat(sink.left()).isEqualTo(2);
        }
    }

    @Test
    void worker_countsWhatOthersWroteApart() throws Exception {
        office.composers.register(
                Outbox.FOLLOW_NEW, letter -> Future.succeededFuture(Optional.of(new Mail("news", "t", "h"))));
        office.author("fatou@example.org");
        for (int i = 0; i < 3; i++) {
            write(Outbox.FOLLOW_NEW);
        }
        try (var sink = SmtpSink.open()) {
            office.worker(sink.address(), few(2));
            until("bounded", () -> office.states().equals(List.of("sent", "sent", "dropped")));
            office.write(office.author("fatou@example.org"), "fr");
            until("sent", () -> office.states().equals(List.of("sent", "sent", "dropped", "sent")));
        }
    }

    /** One mail after the other, and so many to one address. */
    private static OutboxWorker.Options few(int perAddress) {
        return new OutboxWorker.Options(
                Duration.ofMillis(50),
                Duration.ofMinutes(5),
                Duration.ofMillis(20),
                Duration.ofMillis(40),
                Duration.ofMillis(40),
                Duration.ofDays(3),
                Duration.ofMinutes(10),
                perAddress,
                1,
                1);
    }

    private void write(String kind) throws Exception {
        var author = office.author("fatou@example.org");
        await(office.database.pipelined(
                client -> office.outbox.toAuthor(client, office.site, kind, UUID.randomUUID(), author, "fr")));
    }
}

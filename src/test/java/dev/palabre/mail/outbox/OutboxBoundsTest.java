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
    private MailFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new MailFixture();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void worker_givesUpWhatIsRefusedForGood() throws Exception {
        var tries = new AtomicInteger();
        try (var sink = SmtpSink.open(line -> line.startsWith("RCPT") && tries.incrementAndGet() > 0
                ? "550 5.1.1 fatou@example.org unknown"
                : null)) {
            fixture.worker(sink.address());
            fixture.write(fixture.author("fatou@example.org"), "fr");
            until("given up", () -> fixture.states().equals(List.of("failed")));
            assertThat(tries).hasValue(3);
            assertThat(fixture.error()).isEqualTo("the server answered 550 5.1.1");
        }
    }

    @Test
    void worker_sendsOnlyRequestedMailsToBouncedAddresses() throws Exception {
        fixture.composers.registerAsked(
                "link", message -> Future.succeededFuture(Optional.of(new Mail("s", "t", "h"))));
        try (var sink = SmtpSink.open(line -> line.startsWith("RCPT") ? "550 5.1.1 unknown" : null)) {
            fixture.worker(sink.address());
            fixture.write(fixture.author("fatou@example.org"), "fr");
            until("given up", () -> fixture.states().equals(List.of("failed")));
            fixture.write(fixture.author("fatou@example.org"), "fr");
            until("dropped", () -> fixture.states().equals(List.of("failed", "dropped")));
            for (int asked = 1; asked <= 3; asked++) {
                write("link");
                fixture.outbox.wake();
                until("over", () -> !fixture.states().contains("waiting"));
            }
            assertThat(fixture.states()).containsExactly("failed", "dropped", "failed", "failed", "dropped");
            assertThat(fixture.error()).isEqualTo("mails to this address came back");
        }
    }

    @Test
    void worker_blamesNoAddressForWhatItsServerThinksOfUs() throws Exception {
        try (var sink = SmtpSink.open(line -> line.startsWith("RCPT") ? "550 5.7.1 spam" : null)) {
            fixture.worker(sink.address());
            fixture.write(fixture.author("fatou@example.org"), "fr");
            until("given up", () -> fixture.states().equals(List.of("failed")));
            fixture.write(fixture.author("fatou@example.org"), "fr");
            until("tried too", () -> fixture.states().equals(List.of("failed", "failed")));
        }
    }

    @Test
    void worker_boundsTheMailsToOneAddress() throws Exception {
        var author = fixture.author("fatou@example.org");
        for (int i = 0; i < 4; i++) {
            fixture.write(author, "fr");
        }
        try (var sink = SmtpSink.open()) {
            fixture.worker(sink.address(), few(2));
            until("done", () -> !fixture.states().contains("waiting"));
            assertThat(fixture.states()).containsExactly("sent", "sent", "dropped", "dropped");
            assertThat(sink.left()).isEqualTo(2);
        }
    }

    @Test
    void worker_countsWhatOthersWroteApart() throws Exception {
        fixture.composers.register(
                Outbox.FOLLOW_NEW, message -> Future.succeededFuture(Optional.of(new Mail("news", "t", "h"))));
        fixture.author("fatou@example.org");
        for (int i = 0; i < 3; i++) {
            write(Outbox.FOLLOW_NEW);
        }
        try (var sink = SmtpSink.open()) {
            fixture.worker(sink.address(), few(2));
            until("bounded", () -> fixture.states().equals(List.of("sent", "sent", "dropped")));
            fixture.write(fixture.author("fatou@example.org"), "fr");
            until("sent", () -> fixture.states().equals(List.of("sent", "sent", "dropped", "sent")));
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
        var author = fixture.author("fatou@example.org");
        await(fixture.database.pipelined(
                client -> fixture.outbox.toAuthor(client, fixture.site, kind, UUID.randomUUID(), author, "fr")));
    }
}

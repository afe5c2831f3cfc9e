package dev.palabre.mail.outbox;

import static dev.palabre.mail.outbox.MailFixture.await;
import static dev.palabre.mail.outbox.MailFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.ServerSetup;
import dev.palabre.mail.smtp.SmtpAddress;
import dev.palabre.mail.smtp.SmtpSender;
import dev.palabre.mail.smtp.SmtpSink;
import dev.palabre.mail.template.Mail;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class OutboxWorkerTest {
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
    void worker_bringsTheMailInTheAuthorsLanguage() throws Exception {
        var server = GreenMails.start(ServerSetup.PROTOCOL_SMTP);
        try {
            fixture.worker(new SmtpAddress("127.0.0.1", server.getSmtp().getPort(), "", "", false));
            fixture.write(fixture.author("fatou@example.org"), "fr");
            fixture.write(fixture.author("john@example.org"), "en");
            assertThat(server.waitForIncomingEmail(20_000, 2)).isTrue();
            var french = server.getReceivedMessagesForDomain("fatou@example.org")[0];
            assertThat(french.getSubject()).isEqualTo("Votre commentaire est en ligne – Le Soir");
            assertThat(french.getMessageID()).matches("<[0-9a-f-]{36}@palabre\\.example>");
            assertThat(french.getHeader("Auto-Submitted", ",")).isEqualTo("auto-generated");
            var english = server.getReceivedMessagesForDomain("john@example.org")[0];
            assertThat(english.getSubject()).isEqualTo("Your comment is online – Le Soir");
            until("noted", () -> fixture.states().equals(List.of("sent", "sent")));
        } finally {
            server.stop();
        }
    }

    @Test
    void worker_writesToEachModeratorInTheirLanguage() throws Exception {
        fixture.moderator("awa@site.example", "en");
        fixture.moderator("moussa@site.example", "fr");
        try (var sink = SmtpSink.open()) {
            fixture.worker(sink.address());
            fixture.notifyModerators();
            var recipients = List.of(sink.next().recipients(), sink.next().recipients());
            assertThat(recipients)
                    .containsExactlyInAnyOrder(List.of("<awa@site.example>"), List.of("<moussa@site.example>"));
            until("noted", () -> fixture.states().equals(List.of("sent", "sent", "sent")));
        }
    }

    @Test
    void worker_dropsANoticeThatNobodyIsThereFor() throws Exception {
        try (var sink = SmtpSink.open()) {
            fixture.worker(sink.address());
            fixture.notifyModerators();
            until("dropped", () -> fixture.states().equals(List.of("dropped")));
            assertThat(sink.commands()).isEmpty();
        }
    }

    @Test
    void worker_sendsThreeMailsForAFloodOfNotices() throws Exception {
        fixture.moderator("awa@site.example", "en");
        try (var sink = SmtpSink.open()) {
            fixture.worker(sink.address());
            for (int i = 1; i <= 3; i++) {
                fixture.notifyModerators();
                sink.next();
                until("no notice waits", () -> !fixture.states().contains("waiting"));
            }
            fixture.notifyModerators();
            until("the fourth waits", () -> pausedNotices() == 1);
            assertThat(sink.left()).isZero();
        }
    }

    @Test
    void worker_bringsItOnceWhenTheServerIsBack() throws Exception {
        var gone = SmtpSink.open();
        gone.close();
        fixture.worker(gone.address());
        fixture.write(fixture.author("fatou@example.org"), "fr");
        until("a try failed", () -> fixture.error().startsWith("the server cannot be used"));
        try (var back = SmtpSink.open(gone.port())) {
            assertThat(back.next().recipients()).containsExactly("<fatou@example.org>");
            until("noted", () -> fixture.states().equals(List.of("sent")));
            assertThat(back.left()).isZero();
        }
    }

    @Test
    void worker_triesAgainWhatIsRefusedForNow() throws Exception {
        var tries = new AtomicInteger();
        try (var sink = SmtpSink.open(line -> line.startsWith("RCPT") && tries.incrementAndGet() <= 3
                ? "450 4.2.0 fatou@example.org greylisted"
                : null)) {
            fixture.worker(sink.address());
            fixture.write(fixture.author("fatou@example.org"), "fr");
            sink.next();
            until("noted", () -> fixture.states().equals(List.of("sent")));
            assertThat(tries).hasValue(4);
            assertThat(fixture.error()).isEmpty();
        }
    }

    @Test
    void worker_givesUpAfterThreeDays() throws Exception {
        try (var sink = SmtpSink.open(line -> line.startsWith("RCPT") ? "450 4.2.0 not now" : null)) {
            fixture.write(fixture.author("fatou@example.org"), "fr");
            fixture.sql("UPDATE outbox SET created_at = now() - interval '3 days 1 second'");
            fixture.worker(sink.address());
            until("given up", () -> fixture.states().equals(List.of("failed")));
        }
    }

    @Test
    void worker_triesAgainWhatCouldNotBeWritten() throws Exception {
        var tries = new AtomicInteger();
        fixture.composers.register(
                "moody",
                message -> tries.incrementAndGet() == 1
                        ? Future.failedFuture(new IllegalStateException("fatou@example.org"))
                        : Future.succeededFuture(Optional.of(new Mail("s", "t", "h"))));
        try (var sink = SmtpSink.open()) {
            write("moody");
            fixture.worker(sink.address());
            assertThat(sink.next().headers("Subject")).containsExactly("s");
        }
    }

    @Test
    void worker_dropsWhatHasNothingToSayAnyMore() throws Exception {
        fixture.composers.register("nothing", message -> Future.succeededFuture(Optional.empty()));
        try (var sink = SmtpSink.open()) {
            write("nothing");
            fixture.worker(sink.address());
            until("dropped", () -> fixture.states().equals(List.of("dropped")));
            assertThat(sink.commands()).isEmpty();
        }
    }

    @Test
    void worker_sendsNothingThatWouldBreakAHeader() throws Exception {
        fixture.composers.register(
                "broken",
                message -> Future.succeededFuture(Optional.of(new Mail("s\nBcc: evil@example.net", "t", "h"))));
        try (var sink = SmtpSink.open()) {
            write("broken");
            fixture.worker(sink.address());
            until("given up", () -> fixture.states().equals(List.of("failed")));
            assertThat(sink.commands()).isEmpty();
        }
    }

    @Test
    void worker_sendsAgainUnderTheSameMessageIdWhatDiedUnnoted() throws Exception {
        fixture.write(fixture.author("fatou@example.org"), "fr");
        try (var sink = SmtpSink.open()) {
            var store = new OutboxStore();
            var claimed = await(fixture.database.query(client -> store.claim(client, 20, Duration.ofMillis(200))));
            new SmtpSender(sink.address(), MailFixture.SENDER)
                    .deliver(claimed.get(0).messageId(), "fatou@example.org", new Mail("s", "t", "h"));
            fixture.worker(sink.address());
            assertThat(sink.next().headers("Message-ID"))
                    .isEqualTo(sink.next().headers("Message-ID"))
                    .containsExactly(claimed.get(0).messageId());
            until("noted", () -> fixture.states().equals(List.of("sent")));
            await(fixture.database.query(client -> store.end(client, claimed.get(0), "failed", "too late")));
            assertThat(fixture.states()).containsExactly("sent");
        }
    }

    @Test
    void workers_ofTwoNodesNeverSendTwice() throws Exception {
        var author = fixture.author("fatou@example.org");
        for (int i = 0; i < 60; i++) {
            fixture.write(author, "fr");
        }
        try (var sink = SmtpSink.open()) {
            fixture.worker(sink.address());
            fixture.workerOfAnotherNode(sink.address());
            var ids = new ArrayList<String>();
            for (int i = 0; i < 60; i++) {
                ids.addAll(sink.next().headers("Message-ID"));
            }
            until("all noted", () -> fixture.states().stream().allMatch("sent"::equals));
            assertThat(ids).hasSize(60).doesNotHaveDuplicates();
            assertThat(sink.left()).isZero();
        }
    }

    @Test
    void stop_leavesTheRestToOthers() throws Exception {
        try (var sink = SmtpSink.open()) {
            var worker = fixture.worker(sink.address());
            await(worker.stop());
            fixture.write(fixture.author("fatou@example.org"), "fr");
            assertThat(fixture.states()).containsExactly("waiting");
            fixture.workerOfAnotherNode(sink.address());
            sink.next();
        }
    }

    private long pausedNotices() throws Exception {
        var rows = await(fixture.database.query(client -> client.query("""
                        SELECT count(*) AS n
                        FROM outbox
                        WHERE state = 'waiting' AND next_at > now() + interval '9 minutes'
                        """).execute()));
        return rows.iterator().next().getLong("n");
    }

    private void write(String kind) throws Exception {
        var author = fixture.author("fatou@example.org");
        await(fixture.database.pipelined(
                client -> fixture.outbox.toAuthor(client, fixture.site, kind, UUID.randomUUID(), author, "fr")));
    }
}

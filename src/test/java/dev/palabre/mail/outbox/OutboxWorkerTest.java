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
import org.junit.jupiter.api.Test;

class OutboxWorkerTest {
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
    void worker_bringsTheMailInTheAuthorsLanguage() throws Exception {
        var server = GreenMails.start(ServerSetup.PROTOCOL_SMTP);
        try {
            office.worker(new SmtpAddress("127.0.0.1", server.getSmtp().getPort(), "", "", false));
            office.write(office.author("fatou@example.org"), "fr");
            office.write(office.author("john@example.org"), "en");
            assertThat(server.waitForIncomingEmail(20_000, 2)).isTrue();
            var french = server.getReceivedMessagesForDomain("fatou@example.org")[0];
            assertThat(french.getSubject()).isEqualTo("Votre commentaire est en ligne – Le Soir");
            assertThat(french.getMessageID()).matches("<[0-9a-f-]{36}@palabre\\.example>");
            assertThat(french.getHeader("Auto-Submitted", ",")).isEqualTo("auto-generated");
            var english = server.getReceivedMessagesForDomain("john@example.org")[0];
            assertThat(english.getSubject()).isEqualTo("Your comment is online – Le Soir");
            until("noted", () -> office.states().equals(List.of("sent", "sent")));
        } finally {
            server.stop();
        }
    }

    @Test
    void worker_writesToEachModeratorInTheirLanguage() throws Exception {
        office.moderator("awa@site.example", "en");
        office.moderator("moussa@site.example", "fr");
        try (var sink = SmtpSink.open()) {
            office.worker(sink.address());
            office.notifyModerators();
            var recipients = List.of(sink.next().recipients(), sink.next().recipients());
            assertThat(recipients)
                    .containsExactlyInAnyOrder(List.of("<awa@site.example>"), List.of("<moussa@site.example>"));
            until("noted", () -> office.states().equals(List.of("sent", "sent", "sent")));
        }
    }

    @Test
    void worker_dropsANoticeThatNobodyIsThereFor() throws Exception {
        try (var sink = SmtpSink.open()) {
            office.worker(sink.address());
            office.notifyModerators();
            until("dropped", () -> office.states().equals(List.of("dropped")));
            assertThat(sink.commands()).isEmpty();
        }
    }

    @Test
    void worker_makesAFloodOfNoticesThreeMails() throws Exception {
        office.moderator("awa@site.example", "en");
        try (var sink = SmtpSink.open()) {
            office.worker(sink.address());
            for (int i = 1; i <= 3; i++) {
                office.notifyModerators();
                sink.next();
                until("no notice waits", () -> !office.states().contains("waiting"));
            }
            office.notifyModerators();
            until("the fourth waits", () -> pausedNotices() == 1);
            assertThat(sink.left()).isZero();
        }
    }

    @Test
    void worker_bringsItOnceWhenTheServerIsBack() throws Exception {
        var gone = SmtpSink.open();
        gone.close();
        office.worker(gone.address());
        office.write(office.author("fatou@example.org"), "fr");
        until("a try failed", () -> office.error().startsWith("the server cannot be used"));
        try (var back = SmtpSink.open(gone.port())) {
            assertThat(back.next().recipients()).containsExactly("<fatou@example.org>");
            until("noted", () -> office.states().equals(List.of("sent")));
            assertThat(back.left()).isZero();
        }
    }

    @Test
    void worker_triesAgainWhatIsRefusedForNow() throws Exception {
        var tries = new AtomicInteger();
        try (var sink = SmtpSink.open(line -> line.startsWith("RCPT") && tries.incrementAndGet() <= 3
                ? "450 4.2.0 fatou@example.org greylisted"
                : null)) {
            office.worker(sink.address());
            office.write(office.author("fatou@example.org"), "fr");
            sink.next();
            until("noted", () -> office.states().equals(List.of("sent")));
            assertThat(tries).hasValue(4);
            assertThat(office.error()).isEmpty();
        }
    }

    @Test
    void worker_givesUpAfterThreeDays() throws Exception {
        try (var sink = SmtpSink.open(line -> line.startsWith("RCPT") ? "450 4.2.0 not now" : null)) {
            office.write(office.author("fatou@example.org"), "fr");
            office.sql("UPDATE outbox SET created_at = now() - interval '3 days 1 second'");
            office.worker(sink.address());
            until("given up", () -> office.states().equals(List.of("failed")));
        }
    }

    @Test
    void worker_triesAgainWhatCouldNotBeWritten() throws Exception {
        var tries = new AtomicInteger();
        office.composers.register(
                "moody",
                letter -> tries.incrementAndGet() == 1
                        ? Future.failedFuture(new IllegalStateException("fatou@example.org"))
                        : Future.succeededFuture(Optional.of(new Mail("s", "t", "h"))));
        try (var sink = SmtpSink.open()) {
            write("moody");
            office.worker(sink.address());
            assertThat(sink.next().headers("Subject")).containsExactly("s");
        }
    }

    @Test
    void worker_dropsWhatHasNothingToSayAnyMore() throws Exception {
        office.composers.register("nothing", letter -> Future.succeededFuture(Optional.empty()));
        try (var sink = SmtpSink.open()) {
            write("nothing");
            office.worker(sink.address());
            until("dropped", () -> office.states().equals(List.of("dropped")));
            assertThat(sink.commands()).isEmpty();
        }
    }

    @Test
    void worker_sendsNothingThatWouldBreakAHeader() throws Exception {
        office.composers.register(
                "broken",
                letter -> Future.succeededFuture(Optional.of(new Mail("s\nBcc: evil@example.net", "t", "h"))));
        try (var sink = SmtpSink.open()) {
            write("broken");
            office.worker(sink.address());
            until("given up", () -> office.states().equals(List.of("failed")));
            assertThat(sink.commands()).isEmpty();
        }
    }

    @Test
    void worker_sendsAgainUnderTheSameMessageIdWhatDiedUnnoted() throws Exception {
        office.write(office.author("fatou@example.org"), "fr");
        try (var sink = SmtpSink.open()) {
            var store = new OutboxStore();
            var claimed = await(office.database.query(client -> store.claim(client, 20, Duration.ofMillis(200))));
            new SmtpSender(sink.address(), MailFixture.SENDER)
                    .deliver(claimed.get(0).messageId(), "fatou@example.org", new Mail("s", "t", "h"));
            office.worker(sink.address());
            assertThat(sink.next().headers("Message-ID"))
                    .isEqualTo(sink.next().headers("Message-ID"))
                    .containsExactly(claimed.get(0).messageId());
            until("noted", () -> office.states().equals(List.of("sent")));
            await(office.database.query(client -> store.end(client, claimed.get(0), "failed", "too late")));
            assertThat(office.states()).containsExactly("sent");
        }
    }

    @Test
    void workers_ofTwoNodesNeverSendTwice() throws Exception {
        var author = office.author("fatou@example.org");
        for (int i = 0; i < 60; i++) {
            office.write(author, "fr");
        }
        try (var sink = SmtpSink.open()) {
            office.worker(sink.address());
            office.workerOfAnotherNode(sink.address());
            var ids = new ArrayList<String>();
            for (int i = 0; i < 60; i++) {
                ids.addAll(sink.next().headers("Message-ID"));
            }
            until("all noted", () -> office.states().stream().allMatch("sent"::equals));
            assertThat(ids).hasSize(60).doesNotHaveDuplicates();
            assertThat(sink.left()).isZero();
        }
    }

    @Test
    void stop_leavesTheRestToOthers() throws Exception {
        try (var sink = SmtpSink.open()) {
            var worker = office.worker(sink.address());
            await(worker.stop());
            office.write(office.author("fatou@example.org"), "fr");
            assertThat(office.states()).containsExactly("waiting");
            office.workerOfAnotherNode(sink.address());
            sink.next();
        }
    }

    private long pausedNotices() throws Exception {
        var rows = await(office.database.query(client -> client.query("""
                        SELECT count(*) AS n
                        FROM outbox
                        WHERE state = 'waiting' AND next_at > now() + interval '9 minutes'
                        """).execute()));
        return rows.iterator().next().getLong("n");
    }

    private void write(String kind) throws Exception {
        var author = office.author("fatou@example.org");
        await(office.database.pipelined(
                client -> office.outbox.toAuthor(client, office.site, kind, UUID.randomUUID(), author, "fr")));
    }
}

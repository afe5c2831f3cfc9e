package dev.palabre.mail.outbox;

import static dev.palabre.testing.CommentDriver.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.Main;
import dev.palabre.auth.Role;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.subscription.SubscriptionFixture;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import jakarta.mail.MessagingException;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mails that come back after they left: who is believed, and what follows. */
@Tag("server")
final class BouncesTest {
    private static DatabaseAddress database;
    private static MailServer mailServer;
    private static TestServer server;
    private static SubscriptionFixture readers;
    private static CommentDriver desk;
    private static String owner;

    @BeforeAll
    static void start() {
        database = Postgres.fresh();
        mailServer = new MailServer();
        server = TestServer.join(database, mailServer.options(Map.of()))
                .site("lsi", SITE, Map.of())
                .site("other", "https://other.example", Map.of());
        owner = server.token("owner@example.org", Role.OWNER, "lsi");
        readers = new SubscriptionFixture(server, mailServer, owner);
        desk = readers.desk();
    }

    @AfterAll
    static void stop() {
        server.close();
        mailServer.close();
    }

    @Test
    void bounce_closesTheAddressToAllButRequestedMails() throws Exception {
        var page = CommentDriver.page();
        var email = readers.follower(page, "each");
        readers.published(page, "Premier");
        var id = id(email, 2);
        assertThat(noted(report(id, email, "failed", "5.1.1"))).isTrue();
        assertThat(noted(report(id, email, "failed", "5.1.1"))).isFalse();
        assertThat(bounces(email)).isEqualTo(1);
        readers.published(page, "Deuxième");
        assertThat(readers.letters("follow-new", email)).isEqualTo(1);
        assertThat(server.form("/sites/lsi/mine", "email=" + email).statusCode())
                .isEqualTo(200);
        assertThat(mailServer.link(server, email, 1, "/mine/link/")).isNotEmpty();
    }

    @Test
    void click_onAMailOpensTheAddressAgain() throws Exception {
        var email = readers.follower(CommentDriver.page(), "each");
        assertThat(noted(report(id(email, 1), email, "failed", "5.2.1"))).isTrue();
        server.form("/sites/lsi/mine", "email=" + email);
        var link = mailServer.link(server, email, 1, "/mine/link/");
        server.get(link, "Accept", "text/html");
        assertThat(bounces(email)).isEqualTo(1);
        assertThat(server.form(link, "").statusCode()).isEqualTo(303);
        assertThat(bounces(email)).isZero();
    }

    @Test
    void bounce_ofRequestedMailsStopsThemTooForAMonth() {
        var email = readers.follower(CommentDriver.page(), "each");
        desk.sql("UPDATE addresses SET bounces = 3, bounced_at = now(), bounce_code = '5.1.1' WHERE email = '" + email
                + "'");
        server.form("/sites/lsi/mine", "email=" + email);
        assertThat(CommentDriver.within(10_000, () -> dropped(email) == 1)).isTrue();
        desk.sql("UPDATE addresses SET bounced_at = now() - interval '31 days' WHERE email = '" + email + "'");
        server.form("/sites/lsi/mine", "email=" + email);
        assertThat(mailServer.link(server, email, 1, "/mine/link/")).isNotEmpty();
    }

    @Test
    void report_thatIsForgedOrSaysSomethingElseChangesNothing() throws Exception {
        var email = readers.follower(CommentDriver.page(), "each");
        var id = id(email, 1);
        for (var message : new String[] {
            report("<0197a1c2-3d4e-7f00-8a1b-2c3d4e5f6071@127.0.0.1>", email, "failed", "5.1.1"),
            report(id, "somebody@example.org", "failed", "5.1.1"),
            report(id, email, "delayed", "4.4.1"),
            report(id, email, "delayed", "5.1.1"),
            report(id, email, "delivered", "2.0.0"),
            report(id, email, "failed", "4.2.2"),
            report(id, email, "failed", "5.7.1"),
            report(id, email, "failed", "5.2.2"),
            report(id, email, "failed", "5.1.1").replace("multipart/report", "multipart/mixed"),
            report(id, email, "failed", "5.1.1").replace("message/delivery-status", "text/plain"),
            "From: x@example.org\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: " + id
                    + "\r\nSubject: Absent\r\n\r\nJe suis en vacances.\r\n",
            "",
            "\u0000\u0001nonsense",
        }) {
            assertThat(noted(message)).as(message).isFalse();
        }
        assertThat(bounces(email)).isZero();
    }

    @Test
    void report_isTakenFromOwnersOfThatSiteOnly() throws Exception {
        var email = readers.follower(CommentDriver.page(), "each");
        var message = report(id(email, 1), email, "failed", "5.1.1");
        assertThat(send(message, server.token("elsewhere@example.org", Role.OWNER, "other"))
                        .body())
                .contains("false");
        assertThat(send(message, server.token("mod@example.org", Role.MODERATOR, "lsi"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(message, "nonsense").statusCode()).isEqualTo(401);
        assertThat(server.post("/api/moderation/bounces", "{}", "Authorization", "Bearer " + owner)
                        .statusCode())
                .isEqualTo(415);
        assertThat(bounces(email)).isZero();
        assertThat(noted(message)).isTrue();
    }

    @Test
    void console_saysThatAnAddressBounced() throws Exception {
        var page = CommentDriver.page();
        var email = readers.follower(page, "each");
        readers.published(page, "Revenu");
        assertThat(noted(report(id(email, 2), email, "failed", "5.1.10"))).isTrue();
        var sent = desk.text("SELECT o.state || ' ' || o.last_error FROM outbox o JOIN addresses a"
                + " ON a.id = o.address_id WHERE o.kind = 'follow-new' AND a.email = '" + email + "'");
        assertThat(sent).isEqualTo("failed it came back: 5.1.10");
        assertThat(server.get("/moderation/mails", "Authorization", "Bearer " + owner)
                        .body())
                .contains("Les mails à f••••@e•••.org reviennent (5.1.10)");
    }

    @Test
    void command_takesAReportAndNeverRefusesAMail() throws Exception {
        var email = readers.follower(CommentDriver.page(), "each");
        var message = report(id(email, 1), email, "failed", "5.1.1");
        assertThat(command("Subject: Absent\r\n\r\nJe suis en vacances.\r\n")).isZero();
        assertThat(bounces(email)).isZero();
        assertThat(command(message + "x".repeat(Bounces.LONGEST))).isZero();
        assertThat(bounces(email)).isZero();
        assertThat(command(message)).isZero();
        assertThat(bounces(email)).isEqualTo(1);
    }

    private static int command(String message) {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
        try {
            return Main.commandLine()
                    .execute(
                            "mail",
                            "bounced",
                            "--database-url",
                            TestServer.url(database),
                            "--secret",
                            "dGhpcyBpcyB0aGUgc2VjcmV0IG9mIGFsbCB0aGUgdGVzdHM=");
        } finally {
            System.setIn(before);
        }
    }

    private static boolean noted(String message) {
        var answer = send(message, owner);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body()).getBoolean("noted");
    }

    private static HttpResponse<String> send(String message, String token) {
        return server.send(server.request("/api/moderation/bounces", "Authorization", "Bearer " + token)
                .header("Content-Type", "message/rfc822")
                .POST(BodyPublishers.ofString(message))
                .build());
    }

    private static String id(String email, int n) throws MessagingException {
        var mail = mailServer.mail(email, n);
        assertThat(CommentDriver.within(5_000, () -> sent(email) >= n)).isTrue();
        return mail.getMessageID();
    }

    private static int sent(String email) {
        return desk.count("SELECT count(*)::int FROM outbox o JOIN addresses a ON a.id = o.address_id"
                + " WHERE o.state = 'sent' AND a.email = '" + email + "'");
    }

    private static int dropped(String email) {
        return desk.count("SELECT count(*)::int FROM outbox o JOIN addresses a ON a.id = o.address_id"
                + " WHERE o.state = 'dropped' AND a.email = '" + email + "'");
    }

    private static int bounces(String email) {
        return desk.count("SELECT bounces FROM addresses WHERE email = '" + email + "'");
    }

    /** As Postfix writes one. */
    static String report(String messageId, String recipient, String action, String status) {
        return """
                Return-Path: <>
                From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
                Subject: Undelivered Mail Returned to Sender
                To: palabre@example.org
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="B"

                --B
                Content-Description: Notification
                Content-Type: text/plain; charset=us-ascii

                I'm sorry to have to inform you that your message could not be delivered.

                --B
                Content-Description: Delivery report
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.net
                Arrival-Date: Wed, 25 Nov 2026 21:00:00 +0000 (UTC)

                Final-Recipient: rfc822; %2$s
                Original-Recipient: rfc822;%2$s
                Action: %3$s
                Status: %4$s
                Remote-MTA: dns; mail.example.org
                Diagnostic-Code: smtp; 550 %4$s whatever

                --B
                Content-Description: Undelivered Message
                Content-Type: message/rfc822

                From: palabre@example.org
                To: %2$s
                Message-ID: %1$s
                Subject: x

                Bonjour
                --B--
                """.formatted(messageId, recipient, action, status).replace("\n", "\r\n");
    }
}

package dev.palabre.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.config.Option;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.TestServer;
import dev.palabre.text.CanonicalEmail;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose mailbox an address is, and how many mails strangers may have sent. */
@Tag("server")
final class MailIdentityTest {
    private static final String MINE = "/sites/lsi/mine";
    private static final MailServer mailServer = new MailServer();
    private static TestServer server;
    private static CommentDriver desk;

    @BeforeAll
    static void start() {
        server = TestServer.start(mailServer.options(Map.of())).site("lsi", CommentDriver.SITE, Map.of());
        desk = new CommentDriver(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        mailServer.close();
    }

    @Test
    void submit_underALookAlikeIsAnotherIdentity() {
        for (var typed : new String[] {"victim@ma\u0130l.example", "victim@mail.example", "victim@ma\u0131l.example"}) {
            comment(typed);
        }
        assertThat(desk.count(
                        "SELECT count(DISTINCT address_id)::int FROM comments c JOIN addresses a ON a.id = c.address_id"
                                + " WHERE a.canonical LIKE 'victim@%'"))
                .isEqualTo(3);
        assertThat(server.form(MINE, "email=" + encoded("victim@ma\u0130l.example"))
                        .statusCode())
                .isEqualTo(200);
        mailServer.mail("victim@xn--mail-swc.example", 1);
        assertThat(mailServer.mails("victim@mail.example")).isEmpty();
    }

    @Test
    void submit_underAnySpellingIsOneIdentityShownAsFirstTyped() {
        var spellings = new String[] {
            "Awa@b\u00FCcher.example",
            "awa@xn--bcher-kva.example",
            "\u202AAWA@B\u00DCCHER.example\u202C",
            "awa@bu\u0308cher\u3002example",
            "awa@b\u00FCcher.example\u200B"
        };
        Stream.of(spellings).forEach(MailIdentityTest::comment);
        assertThat(desk.text(
                        "SELECT string_agg(email, ' ') FROM addresses WHERE canonical = 'awa@xn--bcher-kva.example'"))
                .isEqualTo("Awa@b\u00FCcher.example");
        assertThat(desk.count("SELECT count(*)::int FROM comments c JOIN addresses a ON a.id = c.address_id"
                        + " WHERE a.canonical = 'awa@xn--bcher-kva.example'"))
                .isEqualTo(5);
        Stream.of(spellings).forEach(typed -> server.form(MINE, "email=" + encoded(typed)));
        mailServer.mail("Awa@xn--bcher-kva.example", 5);
    }

    @Test
    void submit_underAnAddressThatDoesNotConvertIsRefused() {
        for (var typed : new String[] {
            "awa@mail.example.", "v\u0130ctim@mail.example", "awa@stra\u00DFe.example", "a\u200B@b.example"
        }) {
            var answer = server.post(
                    CommentDriver.COMMENTS,
                    CommentDriver.draft(CommentDriver.page())
                            .put("email", typed)
                            .encode());
            assertThat(answer.statusCode()).as(typed).isEqualTo(422);
            assertThat(answer.body()).contains("email_form");
        }
    }

    @Test
    void ask_forUnknownAddressesUsesUpNothingThatOthersNeed() {
        try (var strict = TestServer.start(mailServer.options(Map.of(Option.LIMITS_LINKS_SITE, "5/h")))) {
            strict.site("lsi", CommentDriver.SITE, Map.of());
            strict.post(
                    CommentDriver.COMMENTS,
                    CommentDriver.draft(CommentDriver.page())
                            .put("email", "budget@example.org")
                            .encode());
            Stream.iterate(0, i -> i + 1).limit(12).parallel().forEach(i -> assertThat(
                            strict.form(MINE, "email=nobody" + i + "@example.org")
                                    .statusCode())
                    .isEqualTo(200));
            assertThat(strict.form(MINE, "email=budget@example.org").statusCode())
                    .isEqualTo(200);
            mailServer.mail("budget@example.org", 1);
        }
    }

    @Test
    void ask_saysForEverybodyAlikeThatNoMailCanBeSentNow() {
        try (var strict = TestServer.start(mailServer.options(Map.of(Option.LIMITS_LINKS_SITE, "1/h")))) {
            strict.site("lsi", CommentDriver.SITE, Map.of());
            strict.post(
                    CommentDriver.COMMENTS,
                    CommentDriver.draft(CommentDriver.page())
                            .put("email", "once@example.org")
                            .encode());
            assertThat(strict.form(MINE, "email=once@example.org").statusCode()).isEqualTo(200);
            var known = strict.form(MINE, "email=once@example.org");
            var unknown = strict.form(MINE, "email=none@example.org");
            assertThat(known.statusCode()).isEqualTo(429);
            assertThat(unknown.statusCode()).isEqualTo(429);
            assertThat(known.headers().firstValue("Retry-After")).isPresent();
            assertThat(unknown.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void subscription_countsTaggedAddressesAsOneMailbox() {
        try (var strict = TestServer.start(mailServer.options(Map.of(Option.LIMITS_LINKS_ADDRESS, "2/h")))) {
            strict.site("lsi", CommentDriver.SITE, Map.of());
            for (int i = 0; i < 6; i++) {
                strict.post(
                        CommentDriver.COMMENTS,
                        CommentDriver.draft(CommentDriver.page())
                                .put("email", "bomb+" + i + "@victim.example")
                                .put("follow", true)
                                .encode());
            }
            assertThat(new CommentDriver(strict).count("SELECT count(*)::int FROM outbox WHERE kind = 'follow-ask'"))
                    .isEqualTo(2);
        }
    }

    private static void comment(String email) {
        assertThat(server.post(
                                CommentDriver.COMMENTS,
                                CommentDriver.draft(CommentDriver.page())
                                        .put("email", email)
                                        .encode())
                        .statusCode())
                .as(CanonicalEmail.of(email).toString())
                .isEqualTo(201);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

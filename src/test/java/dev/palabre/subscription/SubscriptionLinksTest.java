package dev.palabre.subscription;

import static dev.palabre.testing.CommentDriver.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.crypto.JwtTokens.Token;
import dev.palabre.crypto.UuidV7;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import jakarta.mail.MessagingException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The links of the mails to followers: what begins by a click, what ends by one, and who may not. */
@Tag("server")
final class SubscriptionLinksTest {
    private static MailServer mailServer;
    private static TestServer here;
    private static TestServer there;
    private static SubscriptionFixture readers;

    @BeforeAll
    static void start() {
        var database = Postgres.fresh();
        mailServer = new MailServer();
        here = TestServer.join(database, mailServer.options(Map.of()))
                .site("lsi", SITE, Map.of())
                .site("other", "https://other.example", Map.of());
        there = TestServer.join(database, mailServer.options(Map.of()));
        readers = new SubscriptionFixture(
                here, mailServer, here.token("moderator@example.org", Role.OWNER, "lsi", "other"));
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
        mailServer.close();
    }

    @Test
    void confirm_isOnlyShownByGetAndHead() {
        var email = SubscriptionFixture.email();
        var page = CommentDriver.page();
        readers.tick(page, email);
        var link = mailServer.link(here, email, 1, "/follow/confirm/");
        for (var method : List.of("HEAD", "GET", "HEAD", "GET")) {
            assertThat(here.send(here.request(link, "Accept", "text/html")
                                    .method(method, BodyPublishers.noBody())
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(unconfirmed(email)).isEqualTo(1);
        assertThat(here.send(here.request(link)
                                .POST(BodyPublishers.ofString("rhythm=each"))
                                .build())
                        .statusCode())
                .isEqualTo(403);
        assertThat(here.form(link, "rhythm=hourly").statusCode()).isEqualTo(400);
        assertThat(unconfirmed(email)).isEqualTo(1);
        readers.confirm(email, 1, "each");
        readers.confirm(email, 1, "daily");
        assertThat(unconfirmed(email)).isZero();
    }

    @Test
    void links_ofOthersAndForOtherPurposesDoNothing() {
        var page = CommentDriver.page();
        var email = readers.follower(page, "each");
        readers.published(page, "Pour le lien");
        var confirm = mailServer.link(here, email, 1, "/follow/confirm/");
        var stop = mailServer.link(here, email, 1, "/follow/stop/");
        var token = stop.substring(stop.lastIndexOf('/') + 1);
        var tampered = stop.substring(0, stop.length() - 2) + (stop.endsWith("AA") ? "BB" : "AA");
        for (var path : List.of(
                "/follow/confirm/" + token,
                "/follow/digest/" + token,
                "/follow/stop/" + confirm.substring(confirm.lastIndexOf('/') + 1),
                tampered,
                "/follow/stop/"
                        + forged("follow.stop", email, -Duration.ofMinutes(2).toSeconds()),
                "/follow/stop/" + forged("author.mine", email, 60),
                "/follow/stop/x")) {
            assertThat(here.form(path, "what=this&rhythm=each").statusCode())
                    .as(path)
                    .isEqualTo(410);
            assertThat(readers.oneClick(path).statusCode()).as(path).isNotEqualTo(200);
        }
        assertThat(readers.follows(email)).isEqualTo(1);
    }

    @Test
    void L58_oneClickOfAMailClientEndsThatPageOnly() throws MessagingException {
        var page = CommentDriver.page();
        var second = CommentDriver.page();
        var email = readers.follower(page, "each");
        readers.tick(second, email);
        readers.confirm(email, 2, "each");
        readers.published(page, "Premier");
        var mail = mailServer.mail(email, 3);
        var stop = mail.getHeader("List-Unsubscribe")[0]
                .replaceAll("[<>\\s]", "")
                .substring(here.url().length());
        assertThat(here.get(stop, "Accept", "text/html").statusCode()).isEqualTo(200);
        assertThat(readers.follows(email)).isEqualTo(2);
        assertThat(here.send(here.request(stop)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("what=all"))
                                .build())
                        .statusCode())
                .isEqualTo(403);
        var answer = there.send(there.request(stop)
                .header("Content-Type", "multipart/form-data; boundary=xx")
                .POST(
                        BodyPublishers.ofString(
                                "--xx\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--xx--\r\n"))
                .build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(readers.follows(email)).isEqualTo(1);
        assertThat(readers.oneClick(stop).statusCode()).isEqualTo(200);
        readers.published(page, "Deuxième");
        readers.published(second, "Ailleurs");
        assertThat(mailServer.text(email, 4)).contains("Ailleurs");
        assertThat(readers.letters("follow-new", email)).isEqualTo(2);
        assertThat(here.get(stop, "Accept", "text/html").body()).contains("Vous ne suivez plus cette page");
    }

    @Test
    void stop_ofAllSilencesTheWholeSiteUntilANewClick() {
        var page = CommentDriver.page();
        var email = readers.follower(page, "each");
        readers.published(page, "Premier");
        var stop = mailServer.link(here, email, 1, "/follow/stop/");
        assertThat(here.form(stop, "what=all").body()).contains("Aucun mail de ce site");
        assertThat(readers.follows(email)).isZero();
        assertThat(muted(email)).isEqualTo(1);
        readers.tick(page, email);
        var link = mailServer.link(here, email, 2, "/follow/confirm/");
        assertThat(here.get(link, "Accept", "text/html").body()).contains("Vous aviez arrêté tous les mails");
        readers.confirm(email, 2, "each");
        assertThat(muted(email)).isZero();
    }

    @Test
    void subscription_isDeletedWithItsAddressAndStaysWithoutAComment() {
        var page = CommentDriver.page();
        var email = SubscriptionFixture.email();
        var submitted = readers.tick(page, email);
        readers.confirm(email, 1, "each");
        readers.desk().move(submitted, CommentStatus.ERASED, null);
        readers.published(page, "Après");
        assertThat(mailServer.text(email, 2)).contains("Après");
        readers.desk().sql("UPDATE comments SET address_id = NULL WHERE id = '" + submitted.getString("id") + "'");
        var address = readers.desk().text("SELECT id::text FROM addresses WHERE email = '" + email + "'");
        readers.oneClick(mailServer.link(here, email, 1, "/follow/stop/"));
        assertThat(readers.desk().count("SELECT count(*)::int FROM addresses WHERE email = '" + email + "'"))
                .isZero();
        assertThat(readers.desk().count("SELECT count(*)::int FROM erasures WHERE subject = '" + address + "'"))
                .isEqualTo(1);
    }

    private static String forged(String purpose, String email, long seconds) {
        var follow = readers.desk()
                .text("SELECT f.site_id || ' ' || f.id || ' ' || f.address_id FROM follows f"
                        + " JOIN addresses a ON a.id = f.address_id WHERE a.email = '" + email + "'");
        return new JwtTokens(here.ground().keys(), Clock.systemUTC())
                .issue(purpose, new Token(UuidV7.next(), follow, Instant.now().plusSeconds(seconds)));
    }

    private static int unconfirmed(String email) {
        return readers.desk()
                .count("SELECT count(*)::int FROM follows f JOIN addresses a ON a.id = f.address_id"
                        + " WHERE f.confirmed_at IS NULL AND a.email = '" + email + "'");
    }

    private static int muted(String email) {
        return readers.desk()
                .count("SELECT count(*)::int FROM addresses WHERE muted_at IS NOT NULL AND email = '" + email + "'");
    }
}

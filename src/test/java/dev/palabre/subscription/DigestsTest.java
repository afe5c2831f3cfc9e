package dev.palabre.subscription;

import static dev.palabre.testing.CommentDriver.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** New comments told once a day: written by one node, each comment once, and nothing where nothing is new. */
@Tag("server")
final class DigestsTest {
    private static final Duration TODAY = Duration.ZERO;
    private static final Duration TOMORROW = Duration.ofDays(1);
    private static final Duration DAY_AFTER = Duration.ofDays(2);
    private static MailServer mailServer;
    private static TestServer here;
    private static TestServer there;
    private static SubscriptionFixture readers;
    private static SubscriptionFixture elsewhere;

    @BeforeAll
    static void start() {
        var database = Postgres.fresh();
        mailServer = new MailServer();
        here = TestServer.join(database, mailServer.options(Map.of())).site("lsi", SITE, Map.of());
        there = TestServer.join(database, mailServer.options(Map.of()));
        var token = here.token("moderator@example.org", Role.OWNER, "lsi");
        readers = new SubscriptionFixture(here, mailServer, token);
        elsewhere = new SubscriptionFixture(there, mailServer, token);
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
        mailServer.close();
    }

    @Test
    void digest_hasADaysCommentsOfAllPagesInOneMail() throws Exception {
        var page = CommentDriver.page();
        var second = CommentDriver.page();
        var email = readers.follower(page, "daily");
        readers.tick(second, email);
        readers.confirm(email, 2, "daily");
        for (int i = 1; i <= 7; i++) {
            readers.published(page, "Première page, numéro " + i);
        }
        readers.comment(page, "Encore en attente");
        readers.published(second, "Seconde page https://evil.example/x\nDeuxième ligne");
        readers.digests(TODAY);
        assertThat(readers.letters("follow-digest", email)).isZero();
        readers.digests(TOMORROW);
        var mail = mailServer.mail(email, 3);
        assertThat(MailServer.plain(mail))
                .contains("7 nouveaux commentaires", "1 nouveau commentaire", page, second)
                .contains("numéro 1", "numéro 5", "Et 2 de plus", "Seconde page https:", "Deuxième ligne")
                .doesNotContain("numéro 6", "attente", "evil.example/x");
        assertThat(mail.getHeader("List-Unsubscribe")[0]).contains("/follow/digest/");
        assertThat(readers.letters("follow-new", email)).isZero();
    }

    @Test
    void digest_hasEachCommentOnceAndIsNotSentWithoutNews() {
        var page = CommentDriver.page();
        var email = readers.follower(page, "daily");
        var first = readers.published(page, "Du premier jour");
        readers.digests(TOMORROW);
        readers.digests(TOMORROW);
        assertThat(mailServer.text(email, 2)).contains("Du premier jour");
        readers.digests(DAY_AFTER);
        assertThat(readers.letters("follow-digest", email)).isEqualTo(1);
        var later = readers.published(page, "Du troisième jour");
        readers.desk()
                .sql("UPDATE comments SET published_at = now() + interval '60 hours' WHERE id = '"
                        + later.getString("id") + "'");
        readers.decide(first, "remove");
        readers.decide(first, "restore");
        readers.digests(Duration.ofDays(4));
        assertThat(mailServer.text(email, 3)).contains("Du troisième jour").doesNotContain("Du premier jour");
    }

    @Test
    void digest_isWrittenByOneOfTwoNodes() {
        var page = CommentDriver.page();
        var emails =
                Stream.generate(() -> readers.follower(page, "daily")).limit(5).toList();
        readers.published(page, "Une fois");
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> readers.digests(TOMORROW)),
                        CompletableFuture.runAsync(() -> elsewhere.digests(TOMORROW)),
                        CompletableFuture.runAsync(() -> readers.digests(TOMORROW)))
                .join();
        for (var email : emails) {
            assertThat(readers.letters("follow-digest", email)).isEqualTo(1);
            assertThat(mailServer.text(email, 2)).contains("Une fois");
        }
    }

    @Test
    void digest_omitsOwnAndRemovedComments() {
        var page = CommentDriver.page();
        var email = readers.follower(page, "daily");
        readers.decide(readers.desk().submit(CommentDriver.draft(page).put("email", email)), "publish");
        readers.decide(readers.published(page, "Retiré avant le matin"), "remove");
        readers.digests(TOMORROW);
        assertThat(readers.letters("follow-digest", email)).isZero();
    }

    @Test
    void digest_comesInTheMorningOfTheSite() {
        here.site("far", "https://far.example", Map.of("timezone", "Pacific/Honolulu"));
        var page = "https://far.example/a";
        var email = SubscriptionFixture.email();
        var fields = CommentDriver.draft(page)
                .put("email", email)
                .put("follow", true)
                .encode();
        here.post("/api/sites/far/comments", fields);
        readers.confirm(email, 1, "daily");
        here.post(
                "/api/sites/far/comments",
                CommentDriver.draft(page)
                        .put("email", SubscriptionFixture.email())
                        .encode());
        readers.desk()
                .sql("UPDATE comments c SET status = 'published', published_at = now() FROM threads t"
                        + " WHERE t.id = c.thread_id AND t.url = '" + page + "'");
        readers.digests(DAY_AFTER.plusHours(8).plusMinutes(59));
        assertThat(readers.letters("follow-digest", email)).isZero();
        readers.digests(DAY_AFTER.plusHours(9));
        assertThat(readers.letters("follow-digest", email)).isEqualTo(1);
    }

    @Test
    void digest_thatWasNotSentKeepsItsDayAndTheNextHasTheRest() {
        var database = Postgres.fresh();
        var page = CommentDriver.page();
        var email = SubscriptionFixture.email();
        try (var silent = TestServer.join(database, Map.of())) {
            silent.site("lsi", SITE, Map.of());
            var before = new SubscriptionFixture(silent, mailServer, silent.token("m@example.org", Role.OWNER, "lsi"));
            before.tick(page, email);
            before.desk()
                    .sql("UPDATE follows SET confirmed_at = now(), rhythm = 'daily', told_on = current_date,"
                            + " told_from = now(), told_until = now()");
            before.published(page, "Premier jour");
            assertThat(before.digests(TOMORROW)).isEqualTo(1);
            var second = before.published(page, "Second jour");
            before.desk()
                    .sql("UPDATE comments SET published_at = now() + interval '40 hours' WHERE id = '"
                            + second.getString("id") + "'");
            assertThat(before.digests(DAY_AFTER)).isZero();
        }
        try (var sending = TestServer.join(database, mailServer.options(Map.of()))) {
            var after = new SubscriptionFixture(sending, mailServer, "");
            assertThat(mailServer.text(email, 1)).contains("Premier jour").doesNotContain("Second jour");
            assertThat(CommentDriver.within(
                            10_000,
                            () -> after.desk()
                                            .count(
                                                    "SELECT count(*)::int FROM outbox WHERE state = 'waiting' AND kind LIKE"
                                                            + " 'follow-%'")
                                    == 0))
                    .isTrue();
            assertThat(after.digests(Duration.ofDays(3))).isEqualTo(1);
            assertThat(mailServer.text(email, 2)).contains("Second jour").doesNotContain("Premier jour");
        }
    }

    @Test
    void digest_reachesAllWhoeverManyTheyAreAndEachOnce() {
        try (var crowded = TestServer.start(Map.of())) {
            crowded.site("lsi", SITE, Map.of());
            var many = new SubscriptionFixture(crowded, mailServer, crowded.token("m@example.org", Role.OWNER, "lsi"));
            var page = CommentDriver.page();
            many.published(page, "Pour tous");
            many.desk().sql("""
                    INSERT INTO addresses (site_id, id, email)
                    SELECT s.id, gen_random_uuid(), 'many' || n || '@example.org' FROM sites s, generate_series(1, 450) n
                    """);
            many.desk().sql("""
                    INSERT INTO follows (site_id, id, thread_id, address_id, lang, wording, confirmed_at, rhythm, told_on,
                        told_from, told_until)
                    SELECT a.site_id, gen_random_uuid(), t.id, a.id, 'fr', '', now(), 'daily', current_date,
                        now() - interval '1 hour', now() - interval '1 hour'
                    FROM addresses a, threads t WHERE a.email LIKE 'many%'
                    """);
            var written =
                    Stream.of(1, 2)
                            .map(node -> CompletableFuture.supplyAsync(() -> many.digests(TOMORROW)))
                            .toList()
                            .stream()
                            .mapToInt(CompletableFuture::join)
                            .sum();
            assertThat(written).isEqualTo(450);
            assertThat(many.desk()
                            .count("SELECT count(DISTINCT address_id)::int FROM outbox WHERE kind ="
                                    + " 'follow-digest' AND message_id LIKE '<' || id || '@%'"))
                    .isEqualTo(450);
            var id = UUID.fromString(many.desk().text("SELECT max(id::text) FROM outbox WHERE kind = 'follow-digest'"));
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(Math.abs((id.getMostSignificantBits() >>> 16) - System.currentTimeMillis()))
                    .isLessThan(60_000);
        }
    }

    @Test
    void digest_endsByOneClick() {
        var page = CommentDriver.page();
        var email = readers.follower(page, "daily");
        var other = CommentDriver.page();
        readers.tick(other, email);
        readers.confirm(email, 2, "each");
        readers.published(page, "Pour le lien");
        readers.digests(TOMORROW);
        var stop = mailServer.link(here, email, 1, "/follow/digest/");
        assertThat(here.get(stop, "Accept", "text/html").body()).contains("Ce résumé quotidien");
        assertThat(readers.follows(email)).isEqualTo(2);
        assertThat(readers.oneClick(stop).statusCode()).isEqualTo(200);
        assertThat(readers.follows(email)).isEqualTo(1);
    }

    @Test
    void digest_isNotSentToWhoStoppedAllMails() {
        var page = CommentDriver.page();
        var email = readers.follower(page, "daily");
        readers.published(page, "En silence");
        readers.desk().sql("UPDATE addresses SET muted_at = now() WHERE email = '" + email + "'");
        readers.digests(TOMORROW);
        readers.desk().sql("UPDATE addresses SET muted_at = NULL WHERE email = '" + email + "'");
        readers.digests(DAY_AFTER);
        assertThat(readers.letters("follow-digest", email)).isZero();
    }
}

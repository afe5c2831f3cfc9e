package dev.palabre.subscription;

import static dev.palabre.testing.CommentDriver.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.config.Option;
import dev.palabre.server.Infrastructure;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.Postgres;
import dev.palabre.testing.TestServer;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Being told of new comments on a page, from the ticked box to the last mail, through a real mail server. */
@Tag("server")
final class SubscriptionTest {
    private static MailServer mailServer;
    private static TestServer here;
    private static SubscriptionFixture readers;

    @BeforeAll
    static void start() {
        mailServer = new MailServer();
        here = TestServer.start(mailServer.options(Map.of()))
                .site("lsi", SITE, Map.of())
                .site("other", "https://other.example", Map.of())
                .site("quiet", "https://quiet.example", Map.of("follow", "off"))
                .site("open", "https://open.example", Map.of("moderation", "after", "required", ""));
        readers = new SubscriptionFixture(
                here, mailServer, here.token("moderator@example.org", Role.OWNER, "lsi", "open", "other"));
    }

    @AfterAll
    static void stop() {
        here.close();
        mailServer.close();
    }

    @Test
    void subscription_mailsEachCommentOnceItIsPublished() throws Exception {
        var page = CommentDriver.page();
        var email = readers.follower(page, "each");
        var waiting = readers.comment(page, "Encore en attente");
        var fresh = readers.published(page, "Allez voir https://evil.example/x maintenant");
        var mail = mailServer.mail(email, 2);
        assertThat(MailServer.plain(mail))
                .contains("#comment-" + fresh.getString("id"), "Allez voir https:")
                .doesNotContain("evil.example/x", waiting.getString("id"), "attente");
        assertThat(mail.getSubject()).isEqualTo("Un nouveau commentaire – Site lsi");
        assertThat(mail.getHeader("List-Unsubscribe-Post")[0]).isEqualTo("List-Unsubscribe=One-Click");
        assertThat(readers.letters("follow-new", email)).isEqualTo(1);
    }

    @Test
    void subscription_mailsNothingBeforeConfirmationAndNothingToTheAuthor() {
        var page = CommentDriver.page();
        var asked = SubscriptionFixture.email();
        readers.tick(page, asked);
        mailServer.link(here, asked, 1, "/follow/confirm/");
        var email = readers.follower(page, "each");
        var own = readers.desk().submit(CommentDriver.draft(page).put("email", email));
        readers.decide(own, "publish");
        readers.published(page, "Le dernier");
        assertThat(mailServer.text(email, 3) + mailServer.text(email, 2)).contains("Le dernier");
        assertThat(readers.letters("follow-new", email)).isEqualTo(1);
        assertThat(readers.letters("follow-new", asked)).isZero();
    }

    @Test
    void subscription_mailsNoRejectedCommentAndEachOtherOnce() {
        var page = CommentDriver.page();
        var email = readers.follower(page, "each");
        readers.decide(readers.comment(page, "Refusé"), "reject");
        var once = readers.published(page, "Une fois");
        mailServer.mail(email, 2);
        readers.decide(once, "remove");
        readers.decide(once, "restore");
        assertThat(readers.letters("follow-new", email)).isEqualTo(1);
    }

    @Test
    void subscription_mailsCommentsThatArePublishedAtOnce() {
        var page = "https://open.example/a";
        var email = SubscriptionFixture.email();
        post(
                "open",
                CommentDriver.draft(page)
                        .put("email", email)
                        .put("follow", true)
                        .encode());
        readers.confirm(email, 1, "each");
        post(
                "open",
                CommentDriver.draft(page)
                        .put("email", SubscriptionFixture.email())
                        .put("text", "Tout de suite")
                        .encode());
        assertThat(mailServer.text(email, 2)).contains("Tout de suite");
    }

    @Test
    void subscription_needsAnAddressAndNamesTheField() {
        var draft = CommentDriver.draft("https://open.example/b").put("follow", true);
        draft.remove("email");
        var answer = here.post("/api/sites/open/comments", draft.encode());
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"email\"", "email_to_follow");
        assertThat(here.post("/api/sites/open/comments", draft.put("follow", 7).encode())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void L58_boxIsUntickedAndShownWhereTheSiteAllowsIt() {
        var form = Jsoup.parse(page("lsi", SITE)).select("[name=follow]");
        assertThat(form).hasSize(1);
        assertThat(form.first().hasAttr("checked")).isFalse();
        assertThat(Jsoup.parse(page("quiet", "https://quiet.example")).select("[name=follow]"))
                .isEmpty();
        var email = SubscriptionFixture.email();
        post(
                "quiet",
                CommentDriver.draft("https://quiet.example/a")
                        .put("email", email)
                        .put("follow", true)
                        .encode());
        assertThat(readers.follows(email)).isZero();
    }

    @Test
    void L61_whatIsOfferedByConsentSaysWhoNeedsTheirParents() {
        assertThat(Jsoup.parse(page("lsi", SITE))
                        .select("#palabre-follow-hint, #palabre-remember-hint")
                        .eachText())
                .hasSize(2)
                .allMatch(hint -> hint.contains("Avant 15 ans"));
    }

    @Test
    void form_withoutScriptSubscribesToo() {
        var email = SubscriptionFixture.email();
        var fields = "pageUrl=" + SITE + "/plain&text=Bonjour&lastName=N&firstName=F&follow=1&email=";
        var refused = here.form("/api/sites/lsi/comments", fields + "nobody", "Origin", SITE);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Jsoup.parse(refused.body()).select("[name=follow][checked]")).hasSize(1);
        assertThat(here.form("/api/sites/lsi/comments", fields + email, "Origin", SITE)
                        .statusCode())
                .isEqualTo(303);
        readers.confirm(email, 1, "daily");
        assertThat(readers.follows(email)).isEqualTo(1);
    }

    @Test
    void ask_isNoWayToFloodAStranger() {
        try (var strict = TestServer.start(mailServer.options(Map.of(Option.LIMITS_LINKS_ADDRESS, "2/h")))) {
            strict.site("lsi", SITE, Map.of());
            var email = SubscriptionFixture.email();
            for (int i = 0; i < 6; i++) {
                var answer = strict.post(
                        CommentDriver.COMMENTS,
                        CommentDriver.draft(CommentDriver.page())
                                .put("email", email)
                                .put("follow", true)
                                .encode());
                assertThat(answer.statusCode()).isEqualTo(201);
            }
            assertThat(new CommentDriver(strict).count("SELECT count(*)::int FROM outbox WHERE kind = 'follow-ask'"))
                    .isEqualTo(2);
        }
    }

    @Test
    void ask_ofWhoFollowsAlreadySendsNoSecondMail() {
        var page = CommentDriver.page();
        var email = readers.follower(page, "each");
        readers.tick(page, email);
        assertThat(readers.letters("follow-ask", email)).isEqualTo(1);
        assertThat(readers.follows(email)).isEqualTo(1);
    }

    @Test
    void unconfirmedSubscription_isDeletedAfterAWeek() {
        var email = SubscriptionFixture.email();
        readers.tick(CommentDriver.page(), email);
        var link = mailServer.link(here, email, 1, "/follow/confirm/");
        readers.desk()
                .sql("UPDATE follows SET asked_at = now() - interval '8 days' WHERE address_id ="
                        + " (SELECT id FROM addresses WHERE email = '" + email + "')");
        Infrastructure.await(readers.follows().purge());
        assertThat(readers.follows(email)).isZero();
        assertThat(here.form(link, "rhythm=each").statusCode()).isEqualTo(410);
    }

    @Test
    void mails_omitWhatWasRemovedBeforeTheyAreSent() {
        var database = Postgres.fresh();
        var page = CommentDriver.page();
        var email = SubscriptionFixture.email();
        try (var silent = TestServer.join(database, Map.of())) {
            silent.site("lsi", SITE, Map.of());
            var before = new SubscriptionFixture(silent, mailServer, silent.token("m@example.org", Role.OWNER, "lsi"));
            before.tick(page, email);
            before.desk().sql("UPDATE follows SET confirmed_at = now(), rhythm = 'each'");
            var removed = before.published(page, "Canari retiré");
            assertThat(CommentDriver.within(10_000, () -> before.letters("follow-new", email) == 1))
                    .isTrue();
            before.decide(removed, "remove");
            before.published(page, "Resté");
            assertThat(CommentDriver.within(10_000, () -> before.letters("follow-new", email) == 2))
                    .isTrue();
            assertThat(before.desk().count("SELECT count(*)::int FROM outbox o WHERE o::text LIKE '%Canari%'"))
                    .isZero();
        }
        try (var sending = TestServer.join(database, mailServer.options(Map.of()))) {
            assertThat(mailServer.text(email, 1)).contains("Resté");
            var desk = new CommentDriver(sending);
            assertThat(CommentDriver.within(
                            10_000,
                            () -> desk.count("SELECT count(*)::int FROM outbox WHERE kind LIKE"
                                            + " 'follow-%' AND state = 'dropped'")
                                    == 2))
                    .isTrue();
            assertThat(mailServer.mails(email)).hasSize(1);
        }
    }

    private static void post(String site, String json) {
        var answer = here.post("/api/sites/" + site + "/comments", json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static String page(String site, String origin) {
        return here.get("/api/sites/" + site + "/thread?url=" + origin + "/form", "Accept", "text/html")
                .body();
    }
}

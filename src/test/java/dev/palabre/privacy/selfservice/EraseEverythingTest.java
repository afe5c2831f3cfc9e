package dev.palabre.privacy.selfservice;

import static dev.palabre.testing.CommentDriver.SITE;
import static dev.palabre.testing.CommentDriver.json;
import static dev.palabre.testing.CommentDriver.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.config.Option;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.TestServer;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Erasure of everything under an address with some hundred comments, through HTTP. */
@Tag("server")
final class EraseEverythingTest {
    private static final String MINE = "/sites/lsi/mine";
    private static final int COMMENTS = 250;
    private static MailServer mailServer;
    private static TestServer server;
    private static CommentDriver driver;

    @BeforeAll
    static void start() {
        mailServer = new MailServer();
        server = TestServer.start(mailServer.options(Map.of(Option.LIMITS_LINKS_ADDRESS, "30/h")))
                .site("lsi", SITE, Map.of("moderation", "after"));
        driver = new CommentDriver(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        mailServer.close();
    }

    @Test
    void list_showsAHundredCommentsAPage() {
        var cookie = authorOf("pages@example.org", MyDataRoutes.PAGE + 5);
        var first = Jsoup.parse(server.get(MINE + "/all", "Cookie", cookie).body());
        assertThat(first.select("ol.mine blockquote")).hasSize(MyDataRoutes.PAGE);
        var older = first.select("a[rel=next]").attr("href");
        var second = Jsoup.parse(server.get(older.substring(server.url().length()), "Cookie", cookie)
                .body());
        assertThat(second.select("ol.mine blockquote")).hasSize(5);
        assertThat(second.select("a[rel=next]")).isEmpty();
        assertThat(json(server.get(MINE + "/all.json", "Cookie", cookie)).getJsonArray("comments"))
                .hasSize(MyDataRoutes.PAGE + 5);
        assertThat(server.get(MINE + "/all?before=nonsense", "Cookie", cookie).statusCode())
                .isEqualTo(404);
    }

    @Test
    void erase_answersAtOnceAndShowsItsProgressUntilEverythingIsErased() {
        var email = "all@example.org";
        var page = CommentDriver.page();
        var cookie = authorOf(email, COMMENTS);
        driver.submit(CommentDriver.draft(page).put("email", email));
        var accepted = server.form(MINE + "/erase", "", "Cookie", cookie);
        assertThat(accepted.statusCode()).isEqualTo(200);
        assertThat(accepted.headers().allValues("Set-Cookie")).isEmpty();
        var shown = Jsoup.parse(accepted.body());
        assertThat(shown.select("meta[http-equiv=refresh]").attr("content")).contains(MINE + "/erasure");
        assertThat(shown.select("[role=status]").text()).contains("Commentaires effacés : 20.", "Restants : 231.");
        assertThat(CommentDriver.within(60_000, () -> server.get(MINE + "/erasure", "Cookie", cookie)
                        .body()
                        .contains("Tout ce qui se trouvait sous cette adresse est effacé")))
                .isTrue();
        assertThat(count("SELECT count(*)::int FROM addresses WHERE email = '" + email + "'"))
                .isZero();
        assertThat(json(server.get(thread(page))).getInteger("count")).isZero();
        var last = server.get(MINE + "/erasure", "Cookie", cookie);
        assertThat(last.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(server.get(MINE + "/all", "Cookie", cookie).headers().firstValue("Location"))
                .hasValue(server.url() + MINE);
    }

    @Test
    void erasure_underWayIsShownInsteadOfEveryOtherPageInLaterSessionsToo() {
        var email = "later@example.org";
        var cookie = authorOf(email, 3);
        // As a node leaves it that ended in the middle of its work.
        driver.sql("INSERT INTO erasure_jobs (site_id, address_id, total, erased, next_at)"
                + " SELECT site_id, id, 5, 2, now() + interval '1 hour' FROM addresses WHERE email = '" + email + "'");
        for (var path : new String[] {"/all", "/all.json", "/ask", "/erase"}) {
            assertThat(server.get(MINE + path, "Cookie", cookie).headers().firstValue("Location"))
                    .hasValue(server.url() + MINE + "/erasure");
        }
        var progress = server.get(MINE + "/erasure", "Cookie", signIn(email, 2));
        assertThat(progress.body()).contains("Commentaires effacés : 2.", "Restants : 3.");
    }

    @Test
    void erasure_hasNoProgressWithoutASessionOrARequest() {
        assertThat(server.get(MINE + "/erasure").headers().firstValue("Location"))
                .hasValue(server.url() + MINE);
        var cookie = authorOf("none@example.org", 1);
        assertThat(server.get(MINE + "/erasure", "Cookie", cookie).headers().firstValue("Location"))
                .hasValue(server.url() + MINE + "/all");
    }

    private static int count(String statement) {
        return driver.count(statement);
    }

    private static String authorOf(String email, int comments) {
        for (int i = 0; i < comments; i++) {
            driver.submit(
                    CommentDriver.draft(SITE + "/articles/shared-" + i % 7).put("email", email));
        }
        return signIn(email, 1);
    }

    private static String signIn(String email, int nth) {
        server.form(MINE, "email=" + email);
        var entered = server.form(mailServer.link(server, email, nth, "/mine/link/"), "");
        var cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }
}

package dev.palabre.console.retention;

import static dev.palabre.testing.CommentDriver.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.TestServer;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console's page about what is kept for how long. */
@Tag("server")
final class RetentionPagesTest {
    private static final String PAGE = "/moderation/retention/lsi";

    private static TestServer server;
    private static CommentDriver desk;
    private static String owner;
    private static String moderator;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of())
                .site("lsi", SITE, Map.of("spamKeepDays", "1", "pendingKeepDays", "1"))
                .site("other", "https://other.example", Map.of());
        desk = new CommentDriver(server);
        owner = server.token("owner@example.org", Role.OWNER, "lsi");
        moderator = server.token("moderator@example.org", Role.MODERATOR, "lsi", "other");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void page_saysWhatIsDueAndItsButtonErasesIt() {
        desk.move(desk.submit(CommentDriver.page()), CommentStatus.SPAM, null);
        desk.sql("UPDATE comments SET status_at = now() - interval '25 hours' WHERE status = 'spam'");
        var page = page(PAGE, owner);
        assertThat(page.select("tbody tr")).hasSize(10);
        assertThat(page.select("tr:has(code:containsOwn(spamKeepDays))").text())
                .isEqualTo("Indésirables 1 jour 1 spamKeepDays");
        assertThat(page.select("tr:has(code:containsOwn(publishedKeepDays))").text())
                .isEqualTo("Commentaires en ligne tant que le site existe – publishedKeepDays");
        assertThat(page.text()).contains("Échu en ce moment : 1.", "IP", "Rien n’a encore été effacé");
        assertThat(page.select("nav a[aria-current]").text()).isEqualTo("Conservation");
        assertThat(desk.count("SELECT count(*)::int FROM comments WHERE status = 'spam'"))
                .isEqualTo(1);

        var done = server.form(page.select("form[action$=lsi]").attr("action"), "", "Authorization", "Bearer " + owner);
        assertThat(done.statusCode()).isEqualTo(303);
        var after = page(done.headers().firstValue("Location").orElseThrow(), owner);
        assertThat(after.select("[role=status]").text()).isEqualTo("Ce qui était échu est effacé.");
        assertThat(after.select("section:has(#runs) tbody tr").text()).contains("Indésirables console 1");
        assertThat(after.select("form[action$=lsi]")).isEmpty();
        assertThat(desk.count("SELECT count(*)::int FROM comments WHERE status = 'spam'"))
                .isZero();
        assertThat(Jsoup.parse(get(PAGE, owner, "Accept-Language", "en").body()).text())
                .contains("Nothing is due", "Refused comments");
    }

    @Test
    void page_isForOwnersAndForOthersDoesNotExist() {
        assertThat(get(PAGE, moderator).statusCode()).isEqualTo(404);
        assertThat(get("/moderation/retention/other", owner).statusCode()).isEqualTo(404);
        assertThat(server.form(PAGE, "", "Authorization", "Bearer " + moderator).statusCode())
                .isEqualTo(404);
        assertThat(server.get(PAGE).headers().firstValue("Location").orElseThrow())
                .endsWith("/moderation/sign-in");
        assertThat(server.form(PAGE, "").statusCode()).isEqualTo(303);
        assertThat(page("/moderation", moderator).select("nav a").eachText()).doesNotContain("Conservation");
        assertThat(page("/moderation", owner).select("nav a").eachText()).contains("Conservation");
        assertThat(get("/moderation/retention", owner)
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .endsWith(PAGE);
        assertThat(page("/moderation/retention", moderator).select(".none").text())
                .contains("propriétaires");
    }

    private static Document page(String path, String token) {
        var answer = get(path, token);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }

    private static java.net.http.HttpResponse<String> get(String path, String token, String... headers) {
        var all =
                new java.util.ArrayList<>(java.util.List.of("Authorization", "Bearer " + token, "Accept", "text/html"));
        all.addAll(java.util.List.of(headers));
        return server.get(path, all.toArray(String[]::new));
    }
}

package dev.palabre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.cli.ModeratorCommand;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the law asks of the whole server rather than of one page; the numbers are those of the consent checklist. */
@Tag("server")
final class AcknowledgementTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of()).site("lsi", CommentDriver.SITE, Map.of("purposes", "audience,media"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/palabre.js",
                "/api/sites/lsi/consent?lang=fr",
                "/api/sites/lsi/thread?url=https://good.example/a",
                "/sites/lsi/cookies"
            })
    void L05_whatACacheMayKeepIsTheSameWhateverWasChosen(String path) {
        var nobody = server.get(path);
        for (var choice : List.of("yes=audience.media&no=", "yes=&no=audience.media")) {
            var visitor = server.get(path, "Cookie", "palabre_consent=" + choice);
            assertThat(visitor.body()).isEqualTo(nobody.body());
            assertThat(visitor.headers().firstValue("ETag"))
                    .isEqualTo(nobody.headers().firstValue("ETag"));
            assertThat(visitor.headers().allValues("Vary")).doesNotContain("Cookie");
            assertThat(visitor.headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void L50_signInSetsASessionCookieThatEndsWithTheBrowserAndASecurityCookie() {
        var password = Infrastructure.await(ModeratorCommand.moderators(server.ground())
                .add("l50@example.org", List.of("lsi"), Role.OWNER)
                .map(added -> added.password()));
        var answer = server.post(
                "/api/moderation/session",
                new JsonObject()
                        .put("email", "l50@example.org")
                        .put("password", password)
                        .encode(),
                "Sec-Fetch-Site",
                "same-origin");
        // The second is exempt too: it counts failed sign-ins of this browser apart from those of others (WP194, 3.3).
        assertThat(answer.headers().allValues("Set-Cookie"))
                .satisfiesExactlyInAnyOrder(
                        session -> assertThat(session)
                                .startsWith("palabre_session=")
                                .doesNotContain("Max-Age", "Expires"),
                        device -> assertThat(device)
                                .startsWith("palabre_device=")
                                .containsIgnoringCase("HttpOnly")
                                .contains("SameSite=Strict"));
    }

    @Test
    void L54_theWidgetKnowsNoThirdParty() {
        var script = server.get("/palabre.js").body();
        assertThat(Pattern.compile("https?://[\\w.-]+")
                        .matcher(script)
                        .results()
                        .map(found -> found.group()))
                .allMatch(address -> address.startsWith("http://www.w3.org"));
    }

    @Test
    void L55_noTableHoldsANetworkAddress() {
        server.post(
                CommentDriver.COMMENTS,
                CommentDriver.draft(CommentDriver.page()).encode(),
                "X-Forwarded-For",
                "203.0.113.77");
        var tables = Infrastructure.await(
                server.ground().database().query(client -> client.query("""
                        SELECT table_name
                        FROM information_schema.tables
                        WHERE table_schema = 'public'
                        """).execute()));
        assertThat(tables.size()).isGreaterThan(10);
        tables.forEach(table -> {
            var name = table.getString("table_name");
            var rows = Infrastructure.await(
                    server.ground().database().query(client -> client.query("SELECT t::text AS row FROM " + name + " t")
                            .execute()));
            rows.forEach(row -> assertThat(row.getString("row")).as(name).doesNotContain("203.0.113.77", "127.0.0.1/"));
        });
    }
}

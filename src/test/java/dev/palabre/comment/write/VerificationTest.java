package dev.palabre.comment.write;

import static dev.palabre.testing.CommentDriver.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.Role;
import dev.palabre.config.Option;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether a mail asks authors if they wrote what carries their address, and what their click does. */
@Tag("server")
final class VerificationTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static MailServer letterbox;
    private static TestServer server;
    private static CommentDriver desk;
    private static String token;

    @BeforeAll
    static void start() {
        letterbox = new MailServer();
        server = TestServer.start(letterbox.options(Map.of(Option.LIMITS_LINKS_ADDRESS, "2/h")))
                .site("on", "https://on.example", Map.of("verification", "on", "required", ""))
                .site("later", "https://later.example", Map.of("verification", "on", "moderation", "after"))
                .site("trust", "https://trust.example", Map.of("verification", "trust"));
        desk = new CommentDriver(server);
        token = server.token("moderator@example.org", Role.MODERATOR, "on", "later", "trust");
    }

    @AfterAll
    static void stop() {
        server.close();
        letterbox.close();
    }

    @Test
    void on_keepsACommentOutOfTheQueueUntilTheClick() {
        var email = email();
        var submitted = submit("on", email);
        assertThat(queue("on")).doesNotContain(submitted.getString("id"));
        var link = letterbox.link(server, email, 1, "/rights/verify/");
        assertThat(server.get(link, "Accept", "text/html").body()).contains("Bonjour");
        server.get(link);
        assertThat(queue("on")).doesNotContain(submitted.getString("id"));
        assertThat(server.get("/c/" + submitted.getString("receipt"), "Accept", "text/html")
                        .body())
                .contains("confirmiez votre adresse");
        assertThat(server.form(link, "").statusCode()).isEqualTo(303);
        assertThat(queue("on")).contains(submitted.getString("id"));
        assertThat(json(server.get("/c/" + submitted.getString("receipt"))).getString("status"))
                .isEqualTo("pending");
        assertThat(server.form(link, "").statusCode()).isEqualTo(410);
    }

    @Test
    void on_hasTheWidgetSpeakOfTheMailAndNotOfModerators() {
        var texts = texts("on");
        assertThat(texts.getString("success")).contains("cliquez sur son lien");
        assertThat(texts.getString("pendingLead")).contains("confirmiez votre adresse");
        assertThat(texts("trust").getString("pendingLead")).contains("attente de modération");
    }

    private static JsonObject texts(String site) {
        var page = "url=https%3A%2F%2F" + site + ".example%2Fa&lang=fr";
        return json(server.get(
                        "/api/sites/" + site + "/thread?" + page, "Accept", "application/vnd.palabre.nodes+json"))
                .getJsonObject("texts");
    }

    @Test
    void on_tellsModeratorsNothingBeforeTheClick() {
        server.site("calm", "https://calm.example", Map.of("verification", "on"));
        var email = email();
        submit("calm", email);
        var link = letterbox.link(server, email, 1, "/rights/verify/");
        var notices = "SELECT count(*)::int FROM outbox o JOIN sites s ON s.id = o.site_id"
                + " WHERE s.key = 'calm' AND o.kind = 'waiting'";
        assertThat(desk.count(notices)).isZero();
        server.form(link, "");
        assertThat(desk.count(notices)).isEqualTo(1);
    }

    @Test
    void on_asksForAnAddressWhateverElseIsRequired() {
        var answer = server.post(
                "/api/sites/on/comments",
                new JsonObject()
                        .put("pageUrl", "https://on.example/a")
                        .put("text", "Sans adresse")
                        .encode());
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("email_required");
    }

    @Test
    void on_publishesByTheClickWhereTheSiteReadsLater() {
        var email = email();
        var submitted = submit("later", email);
        assertThat(submitted.getString("status")).isEqualTo("pending");
        server.form(letterbox.link(server, email, 1, "/rights/verify/"), "");
        assertThat(json(server.get("/c/" + submitted.getString("receipt"))).getString("status"))
                .isEqualTo("published");
    }

    @Test
    void trust_asksOnlyWhoWasPublishedBeforeAndPublishesByTheirClick() {
        var email = email();
        var first = submit("trust", email);
        assertThat(queue("trust")).contains(first.getString("id"));
        decide(first);
        letterbox.link(server, email, 1, "/c/");
        assertThat(desk.count(
                        "SELECT count(*)::int FROM outbox WHERE kind = 'verify' AND state = 'sent' AND subject_id = '"
                                + first.getString("id") + "'"))
                .isZero();
        var second = submit("trust", email);
        assertThat(queue("trust")).contains(second.getString("id"));
        server.form(letterbox.link(server, email, 1, "/rights/verify/"), "");
        assertThat(json(server.get("/c/" + second.getString("receipt"))).getString("status"))
                .isEqualTo("published");
    }

    @Test
    void on_isNoWayToFloodAStranger() {
        var email = email();
        for (int i = 0; i < 5; i++) {
            submit("on", email);
        }
        assertThat(desk.count("SELECT count(*)::int FROM outbox o JOIN addresses a ON a.id = o.address_id"
                        + " WHERE o.kind = 'verify' AND a.email = '" + email + "'"))
                .isEqualTo(2);
        var last = submit("on", email);
        assertThat(server.form("/c/" + last.getString("receipt") + "/verify", "")
                        .statusCode())
                .isEqualTo(429);
    }

    private static void decide(JsonObject submitted) {
        server.post(
                "/api/moderation/comments/" + submitted.getString("id") + "/decisions",
                "{\"decision\":\"publish\"}",
                "Authorization",
                "Bearer " + token);
    }

    private static String queue(String site) {
        return server.get(
                        "/api/moderation/comments?status=pending&limit=500&site=" + site,
                        "Authorization",
                        "Bearer " + token)
                .body();
    }

    private static JsonObject submit(String site, String email) {
        var page = "https://" + site + ".example/" + COUNT.incrementAndGet();
        var answer = server.post(
                "/api/sites/" + site + "/comments",
                CommentDriver.draft(page).put("email", email).encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body());
    }

    private static String email() {
        return "verify" + COUNT.incrementAndGet() + "@example.org";
    }
}

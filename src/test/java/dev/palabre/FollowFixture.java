package dev.palabre;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.follow.Digests;
import dev.palabre.follow.Follows;
import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.template.Messages;
import dev.palabre.mail.Composers;
import dev.palabre.mail.Outbox;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Readers who follow pages of the site {@code lsi}, and moderators who publish. */
final class FollowFixture {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestServer server;
    private final Letterbox letterbox;
    private final Desk desk;
    private final String token;

    FollowFixture(TestServer server, Letterbox letterbox, String token) {
        this.server = server;
        this.letterbox = letterbox;
        this.desk = new Desk(server);
        this.token = token;
    }

    static String email() {
        return "follow" + COUNT.incrementAndGet() + "@example.org";
    }

    /** A comment with the box ticked. */
    JsonObject tick(String page, String email) {
        return desk.submit(Desk.draft(page).put("email", email).put("follow", true));
    }

    /** Somebody who confirmed that they follow a page. */
    String follower(String page, String rhythm) {
        var email = email();
        tick(page, email);
        confirm(email, 1, rhythm);
        return email;
    }

    /** Clicks in the n-th mail that asks. */
    void confirm(String email, int n, String rhythm) {
        var link = letterbox.link(server, email, n, "/follow/confirm/");
        assertThat(server.form(link, "rhythm=" + rhythm).statusCode()).isEqualTo(200);
    }

    JsonObject comment(String page, String text) {
        return desk.submit(Desk.draft(page).put("email", email()).put("text", text));
    }

    /** As a moderator does. */
    void decide(JsonObject submitted, String decision) {
        var answer = server.post(
                "/api/moderation/comments/" + submitted.getString("id") + "/decisions",
                new JsonObject().put("decision", decision).encode(),
                "Authorization",
                "Bearer " + token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    JsonObject published(String page, String text) {
        var submitted = comment(page, text);
        decide(submitted, "publish");
        return submitted;
    }

    /** As mail clients do: from nowhere, with no more than the form. */
    HttpResponse<String> oneClick(String path) {
        return server.send(server.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                .build());
    }

    int follows(String email) {
        return desk.count(
                "SELECT count(*)::int FROM follows f JOIN addresses a ON a.id = f.address_id WHERE a.email = '" + email
                        + "'");
    }

    int letters(String kind, String email) {
        return desk.count("SELECT count(*)::int FROM outbox o JOIN addresses a ON a.id = o.address_id WHERE o.kind = '"
                + kind + "' AND a.email = '" + email + "'");
    }

    Desk desk() {
        return desk;
    }

    Follows follows() {
        return new Follows(server.ground().database(), outbox(), new Messages());
    }

    /** Writes the digests that are due so long from now; answers how many. */
    int digests(Duration later) {
        var ground = server.ground();
        var written = Foundations.await(new Digests(ground.database(), ground.sites(), outbox())
                .run(morning().plus(later)));
        return written;
    }

    /** Eight o'clock of this day, in UTC: what was written before does not count as just now from tomorrow on. */
    private static Instant morning() {
        return Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(8));
    }

    private Outbox outbox() {
        return new Outbox(
                server.ground().database(),
                server.ground().sites(),
                new Links(server.url()),
                new Composers(),
                site -> Future.succeededFuture(List.of()));
    }
}

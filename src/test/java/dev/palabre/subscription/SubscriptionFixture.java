package dev.palabre.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.server.Infrastructure;
import dev.palabre.template.Messages;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.TestServer;
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
public final class SubscriptionFixture {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestServer server;
    private final MailServer mailServer;
    private final CommentDriver desk;
    private final String token;

    public SubscriptionFixture(TestServer server, MailServer mailServer, String token) {
        this.server = server;
        this.mailServer = mailServer;
        this.desk = new CommentDriver(server);
        this.token = token;
    }

    static String email() {
        return "follow" + COUNT.incrementAndGet() + "@example.org";
    }

    /** A comment with the box ticked. */
    JsonObject tick(String page, String email) {
        return desk.submit(CommentDriver.draft(page).put("email", email).put("follow", true));
    }

    /** Somebody who confirmed that they follow a page. */
    public String follower(String page, String rhythm) {
        var email = email();
        tick(page, email);
        confirm(email, 1, rhythm);
        return email;
    }

    /** Clicks in the n-th mail that asks. */
    void confirm(String email, int n, String rhythm) {
        var link = mailServer.link(server, email, n, "/follow/confirm/");
        assertThat(server.form(link, "rhythm=" + rhythm).statusCode()).isEqualTo(200);
    }

    JsonObject comment(String page, String text) {
        return desk.submit(CommentDriver.draft(page).put("email", email()).put("text", text));
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

    public JsonObject published(String page, String text) {
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

    public int letters(String kind, String email) {
        return desk.count("SELECT count(*)::int FROM outbox o JOIN addresses a ON a.id = o.address_id WHERE o.kind = '"
                + kind + "' AND a.email = '" + email + "'");
    }

    public CommentDriver desk() {
        return desk;
    }

    Subscriptions follows() {
        return new Subscriptions(server.ground().database(), outbox(), new Messages());
    }

    /** Writes the digests that are due so long from now; answers how many. */
    int digests(Duration later) {
        var ground = server.ground();
        var written = Infrastructure.await(new Digests(ground.database(), ground.sites(), outbox())
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
                new PublicUrl(server.url()),
                new MailComposers(),
                site -> Future.succeededFuture(List.of()));
    }
}

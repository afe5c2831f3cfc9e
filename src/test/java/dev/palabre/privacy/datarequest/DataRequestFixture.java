package dev.palabre.privacy.datarequest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.server.Infrastructure;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.MailServer;
import dev.palabre.testing.TestServer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** People who ask something of their data on the site {@code lsi}. */
final class DataRequestFixture {
    static final String MINE = "/sites/lsi/mine";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestServer server;
    private final MailServer letterbox;
    private final CommentDriver desk;

    /** Somebody with a comment, and a session at their list. */
    record Person(String email, String cookie, JsonObject comment) {}

    DataRequestFixture(TestServer server, MailServer letterbox) {
        this.server = server;
        this.letterbox = letterbox;
        this.desk = new CommentDriver(server);
    }

    Person person() {
        var email = "asks" + COUNT.incrementAndGet() + "@example.org";
        var comment = desk.submit(CommentDriver.draft(CommentDriver.page()).put("email", email));
        server.form(MINE, "email=" + email);
        var entered = server.form(letterbox.link(server, email, 1, "/mine/link/"), "");
        var cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
        return new Person(email, cookie.substring(0, cookie.indexOf(';')), comment);
    }

    HttpResponse<String> ask(Person person, String kind, String text) {
        return server.form(
                MINE + "/ask",
                "kind=" + kind + "&text=" + URLEncoder.encode(text, StandardCharsets.UTF_8),
                "Cookie",
                person.cookie());
    }

    /** Somebody who has asked this. */
    Person asking(String text) {
        var person = person();
        assertThat(ask(person, "object", text).statusCode()).isEqualTo(303);
        return person;
    }

    /** The id of the only request of somebody. */
    String id(Person person) {
        return desk.text("SELECT r.id::text FROM requests r JOIN addresses a ON a.id = r.address_id WHERE a.email = '"
                + person.email() + "'");
    }

    int requests(Person person) {
        return desk.count(
                "SELECT count(*)::int FROM requests r JOIN addresses a ON a.id = r.address_id WHERE a.email = '"
                        + person.email() + "'");
    }

    int addresses(Person person) {
        return desk.count("SELECT count(*)::int FROM addresses WHERE email = '" + person.email() + "'");
    }

    Document list(Person person) {
        return Jsoup.parse(server.get(MINE + "/all", "Cookie", person.cookie()).body());
    }

    HttpResponse<String> answer(String token, String id, String text) {
        return server.form(
                "/moderation/requests/" + id + "/answer",
                "answer=" + URLEncoder.encode(text, StandardCharsets.UTF_8),
                "Authorization",
                "Bearer " + token);
    }

    Document desk(String token) {
        var page = server.get("/moderation/requests", "Authorization", "Bearer " + token);
        assertThat(page.statusCode()).isEqualTo(200);
        return Jsoup.parse(page.body());
    }

    /** Writes the reminders that are due at a moment, as two nodes at once; answers of how many requests. */
    int remind(Instant now) {
        var ground = server.ground();
        var outbox = new Outbox(
                ground.database(),
                ground.sites(),
                new PublicUrl(server.url()),
                new MailComposers(),
                site -> Future.succeededFuture(List.of()));
        var here = new DueDateReminders(ground.database(), ground.sites(), outbox).run(now);
        var there = new DueDateReminders(ground.database(), ground.sites(), outbox).run(now);
        return Infrastructure.await(Future.all(here, there).map(both -> here.result() + there.result()));
    }

    CommentDriver desk() {
        return desk;
    }
}

package dev.palabre;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.kernel.http.Links;
import dev.palabre.mail.Composers;
import dev.palabre.mail.Outbox;
import dev.palabre.request.Reminders;
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
final class RequestFixture {
    static final String MINE = "/sites/lsi/mine";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestServer server;
    private final Letterbox letterbox;
    private final Desk desk;

    /** Somebody with a comment, and a session at their list. */
    record Person(String email, String cookie, JsonObject comment) {}

    RequestFixture(TestServer server, Letterbox letterbox) {
        this.server = server;
        this.letterbox = letterbox;
        this.desk = new Desk(server);
    }

    Person person() {
        var email = "asks" + COUNT.incrementAndGet() + "@example.org";
        var comment = desk.submit(Desk.draft(Desk.page()).put("email", email));
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
                new Links(server.url()),
                new Composers(),
                site -> Future.succeededFuture(List.of()));
        var here = new Reminders(ground.database(), ground.sites(), outbox).run(now);
        var there = new Reminders(ground.database(), ground.sites(), outbox).run(now);
        return Foundations.await(Future.all(here, there).map(both -> here.result() + there.result()));
    }

    Desk desk() {
        return desk;
    }
}

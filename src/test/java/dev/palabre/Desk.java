package dev.palabre;

import dev.palabre.comment.Comments;
import dev.palabre.comment.Receipts;
import dev.palabre.comment.Status;
import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.RateLimit.Rate;
import dev.palabre.mail.Composers;
import dev.palabre.mail.LinkRates;
import dev.palabre.mail.Outbox;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What tests do again and again on a server: submit as readers do, and move comments as moderators do. */
final class Desk {
    static final String SITE = "https://good.example";
    static final String COMMENTS = "/api/sites/lsi/comments";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestServer server;
    private final Comments comments;

    Desk(TestServer server) {
        this.server = server;
        var ground = server.ground();
        var links = new Links(server.url());
        comments = new Comments(
                ground.database(),
                ground.changes(),
                new Receipts(ground.keys(), links),
                new Outbox(
                        ground.database(),
                        ground.sites(),
                        links,
                        new Composers(),
                        site -> Future.succeededFuture(List.of())),
                new LinkRates(ground.keys(), Rate.parse("0"), Rate.parse("0"), Rate.parse("0")),
                1_000_000);
    }

    /** A page of the site that nobody else has. */
    static String page() {
        return SITE + "/articles/" + COUNT.incrementAndGet();
    }

    static String thread(String page) {
        return "/api/sites/lsi/thread?url=" + page;
    }

    /** A submission that nothing is wrong with. */
    static JsonObject draft(String page) {
        return new JsonObject()
                .put("pageUrl", page)
                .put("pageTitle", "La plage")
                .put("text", "Bonjour " + COUNT.incrementAndGet())
                .put("lastName", "Diop")
                .put("firstName", "Awa")
                .put("email", "awa@example.org");
    }

    /** Submits; fails where it is not taken in. */
    JsonObject submit(String page) {
        return submit(draft(page));
    }

    JsonObject submit(JsonObject draft) {
        var answer = server.post(COMMENTS, draft.encode());
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    /** Moves a comment, as a decision does. */
    void move(JsonObject submitted, Status to, @Nullable String reason) {
        var database = server.ground().database();
        var site = Foundations.await(server.ground().sites().require("lsi"));
        var id = UUID.fromString(submitted.getString("id"));
        var moved = Foundations.await(database.transaction(client -> comments.lock(client, site.id(), id)
                .compose(found ->
                        comments.move(client, found.orElseThrow(), to, reason).map(done -> found.orElseThrow()))));
        comments.settled(moved);
    }

    void publish(JsonObject submitted) {
        move(submitted, Status.PUBLISHED, null);
    }

    /** Submits and publishes. */
    JsonObject published(String page) {
        var submitted = submit(page);
        publish(submitted);
        return submitted;
    }

    RowSet<Row> sql(String statement) {
        return Foundations.await(server.ground().database().query(client -> client.query(statement)
                .execute()));
    }

    int count(String statement) {
        return sql(statement).iterator().next().getInteger(0);
    }

    /** The one text that a statement answers. */
    String text(String statement) {
        return sql(statement).iterator().next().getString(0);
    }

    static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    /** Whether something becomes true before so many milliseconds have gone. */
    static boolean within(long millis, BooleanSupplier holds) {
        var end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            if (holds.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return holds.getAsBoolean();
    }
}

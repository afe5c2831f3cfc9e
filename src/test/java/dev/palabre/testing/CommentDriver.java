package dev.palabre.testing;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.write.Comments;
import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.server.Infrastructure;
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
public final class CommentDriver {
    public static final String SITE = "https://good.example";
    public static final String COMMENTS = "/api/sites/lsi/comments";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestServer server;
    private final Comments comments;

    public CommentDriver(TestServer server) {
        this.server = server;
        var ground = server.ground();
        var links = new PublicUrl(server.url());
        comments = new Comments(
                ground.database(),
                ground.changes(),
                new Outbox(
                        ground.database(),
                        ground.sites(),
                        links,
                        new MailComposers(),
                        site -> Future.succeededFuture(List.of())));
    }

    /** A page of the site that nobody else has. */
    public static String page() {
        return SITE + "/articles/" + COUNT.incrementAndGet();
    }

    public static String thread(String page) {
        return "/api/sites/lsi/thread?url=" + page;
    }

    /** A submission that nothing is wrong with. */
    public static JsonObject draft(String page) {
        return new JsonObject()
                .put("pageUrl", page)
                .put("pageTitle", "La plage")
                .put("text", "Bonjour " + COUNT.incrementAndGet())
                .put("lastName", "Diop")
                .put("firstName", "Awa")
                .put("email", "awa@example.org");
    }

    /** Submits; fails where it is not taken in. */
    public JsonObject submit(String page) {
        return submit(draft(page));
    }

    public JsonObject submit(JsonObject draft) {
        var answer = server.post(COMMENTS, draft.encode());
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    /** Moves a comment, as a decision does. */
    public void move(JsonObject submitted, CommentStatus to, @Nullable String reason) {
        var database = server.ground().database();
        var site = Infrastructure.await(server.ground().sites().require("lsi"));
        var id = UUID.fromString(submitted.getString("id"));
        var moved = Infrastructure.await(database.transaction(client -> comments.lock(client, site.id(), id)
                .compose(found -> comments.move(client, found.orElseThrow(), to, reason))));
        comments.afterCommit(moved);
    }

    public void publish(JsonObject submitted) {
        move(submitted, CommentStatus.PUBLISHED, null);
    }

    /** Submits and publishes. */
    public JsonObject published(String page) {
        var submitted = submit(page);
        publish(submitted);
        return submitted;
    }

    public RowSet<Row> sql(String statement) {
        return Infrastructure.await(server.ground().database().query(client -> client.query(statement)
                .execute()));
    }

    public int count(String statement) {
        return sql(statement).iterator().next().getInteger(0);
    }

    /** The one text that a statement answers. */
    public String text(String statement) {
        return sql(statement).iterator().next().getString(0);
    }

    public static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    /** Whether something becomes true before so many milliseconds have gone. */
    public static boolean within(long millis, BooleanSupplier holds) {
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

package dev.palabre.mail.outbox;

import dev.palabre.address.AddressStore;
import dev.palabre.address.AddressStore.Kept;
import dev.palabre.address.EmailAddress;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Database;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.db.Notifications;
import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.Recipients.Recipient;
import dev.palabre.mail.smtp.Sender;
import dev.palabre.mail.smtp.SmtpAddress;
import dev.palabre.mail.smtp.SmtpSender;
import dev.palabre.mail.template.Mail;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.mail.template.PendingCommentsMail;
import dev.palabre.mail.template.PublishedMail;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import dev.palabre.testing.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A database with one site, its outbox, and composers of a few kinds: what the tests of mail share. */
final class MailFixture {
    /** Tries again at once and looks often, so that a test takes no longer than it must. */
    static final OutboxWorker.Options QUICK = new OutboxWorker.Options(
            Duration.ofMillis(50),
            Duration.ofMinutes(5),
            Duration.ofMillis(20),
            Duration.ofMillis(40),
            Duration.ofMillis(40),
            Duration.ofDays(3),
            Duration.ofMinutes(10),
            1_000,
            20,
            4);

    static final Sender SENDER = Sender.parse("La Palabre <palabre@example.org>");

    final Vertx vertx = Vertx.vertx();
    final Database database;
    final Outbox outbox;
    final MailComposers composers = new MailComposers();
    final List<Recipient> moderators = new CopyOnWriteArrayList<>();
    final int site;

    private final DatabaseAddress address = Postgres.fresh();
    private final List<OutboxWorker> workers = new ArrayList<>();
    private final List<Database> others = new ArrayList<>();
    private final Sites sites;

    MailFixture() throws Exception {
        var messages = new Messages();
        var renderer = new MailRenderer(new Templates(messages, MailRenderer.TEMPLATES), messages);
        database = new Database(vertx, address, new Database.Limits(5, 1_000, 5_000));
        sites = new Sites(database, new Notifications(vertx, address), Set.of());
        outbox = outboxOn(database);
        composers.register("published", letter -> mail(renderer.render(published(letter))));
        composers.register("waiting", letter -> mail(renderer.render(waiting(letter))));
        await(sites.add("lsi", "Le Soir", List.of("https://site.example"), Map.of()));
        site = await(sites.require("lsi")).id();
    }

    /** A worker of this node. */
    OutboxWorker worker(SmtpAddress server) {
        return worker(server, QUICK);
    }

    OutboxWorker worker(SmtpAddress server, OutboxWorker.Options options) {
        return started(new OutboxWorker(vertx, database, outbox, composers, new SmtpSender(server, SENDER), options));
    }

    /** A worker with connections of its own, as another node has. */
    OutboxWorker workerOfAnotherNode(SmtpAddress server) {
        var other = new Database(vertx, address, new Database.Limits(5, 1_000, 5_000));
        others.add(other);
        return started(
                new OutboxWorker(vertx, other, outboxOn(other), composers, new SmtpSender(server, SENDER), QUICK));
    }

    /** A reader's address, kept. */
    UUID author(String email) throws Exception {
        await(database.query(client -> new AddressStore()
                .keep(client, List.of(new Kept(new Claim(site, null, UUID.randomUUID(), "pending"), email)))));
        return await(database.query(
                        client -> client.preparedQuery("SELECT id FROM addresses WHERE site_id = $1 AND canonical = $2")
                                .execute(Tuple.of(site, EmailAddress.canonical(email)))))
                .iterator()
                .next()
                .getUUID("id");
    }

    /** A letter to an address, committed. */
    void write(UUID author, String lang) throws Exception {
        await(database.pipelined(
                client -> outbox.toAuthor(client, site, "published", UUID.randomUUID(), author, lang)));
        outbox.wake();
    }

    /** A notice to the moderators, committed. */
    void notifyModerators() throws Exception {
        await(database.pipelined(client ->
                outbox.toModerators(client, "waiting", List.of(new Claim(site, null, UUID.randomUUID(), "pending")))));
        outbox.wake();
    }

    /** A moderator with a row of their own. */
    void moderator(String email, String lang) throws Exception {
        var id = UuidV7.next();
        await(database.query(client -> client.preparedQuery(
                        "INSERT INTO moderators (id, email, password_hash) VALUES ($1, $2, 'none')")
                .execute(Tuple.of(id, email))));
        moderators.add(new Recipient(id, email, lang));
    }

    /** States of all letters, the oldest first. */
    List<String> states() throws Exception {
        var states = new ArrayList<String>();
        await(database.query(client ->
                        client.query("SELECT state FROM outbox ORDER BY id").execute()))
                .forEach(row -> states.add(row.getString("state")));
        return states;
    }

    /** The newest error that was noted. */
    String error() throws Exception {
        var rows = await(database.query(client -> client.query(
                        "SELECT last_error FROM outbox WHERE last_error IS NOT NULL ORDER BY id DESC LIMIT 1")
                .execute()));
        return rows.size() == 0 ? "" : rows.iterator().next().getString("last_error");
    }

    void sql(String statement) throws Exception {
        await(database.query(client -> client.query(statement).execute()));
    }

    /** Returns when it is so, and fails when it is not so for long. */
    static void until(String what, Condition condition) throws Exception {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in 20 s: " + what);
            }
            Thread.onSpinWait();
        }
    }

    /** Something that a test waits for. */
    interface Condition {
        boolean holds() throws Exception;
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    void close() throws Exception {
        for (var worker : workers) {
            await(worker.stop());
        }
        for (var other : others) {
            await(other.close());
        }
        await(database.close());
        await(vertx.close());
    }

    private OutboxWorker started(OutboxWorker worker) {
        workers.add(worker);
        worker.start();
        return worker;
    }

    private Outbox outboxOn(Database on) {
        return new Outbox(
                on,
                sites,
                PublicUrl.below(URI.create("https://palabre.example/comments")),
                composers,
                siteId -> Future.succeededFuture(List.copyOf(moderators)));
    }

    private static Future<Optional<Mail>> mail(Mail mail) {
        return Future.succeededFuture(Optional.of(mail));
    }

    private static PublishedMail published(OutboxMessage letter) {
        var page = "https://site.example/plage";
        var comment = page + "#palabre-" + letter.subjectId();
        return new PublishedMail(
                letter.lang(), "Le Soir", "La plage", page, comment, "https://palabre.example/c/A", "Fatou");
    }

    private static PendingCommentsMail waiting(OutboxMessage letter) {
        return new PendingCommentsMail(
                letter.lang(),
                "Le Soir",
                "La plage",
                "https://site.example/plage",
                "https://palabre.example/moderation");
    }
}

package dev.palabre.subscription;

import static dev.palabre.server.Infrastructure.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.db.Database;
import dev.palabre.db.DatabaseAddress;
import dev.palabre.db.Notifications;
import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** New comments of pages with thousands of subscribers. */
@Tag("server")
final class NewCommentFanOutTest {
    private static final int SUBSCRIBERS = 3_000;
    private static final AtomicInteger PAGES = new AtomicInteger();

    private static final String PAGE = """
            WITH thread AS (
                INSERT INTO threads (site_id, id, page_key, url, title) VALUES (%1$d, gen_random_uuid(), '/%2$d', '/', 't')
                RETURNING id),
            fresh AS (
                INSERT INTO addresses (site_id, id, email, canonical)
                SELECT %1$d, gen_random_uuid(), n || '.%2$d@example.org', n || '.%2$d@example.org'
                FROM generate_series(1, %3$d) n
                RETURNING id),
            subscribed AS (
                INSERT INTO follows (site_id, id, thread_id, address_id, lang, wording, confirmed_at, rhythm)
                SELECT %1$d, gen_random_uuid(), thread.id, fresh.id, 'fr', 'w', now(), 'each' FROM fresh, thread)
            INSERT INTO comments (site_id, id, thread_id, status, text, html, lang, name, published_at, address_id)
            SELECT %1$d, gen_random_uuid(), thread.id, 'published', 't', 't', 'fr', 'n', now(),
                (SELECT id FROM fresh ORDER BY id LIMIT 1)
            FROM thread
            RETURNING id
            """;

    private static final Vertx VERTX = Vertx.vertx();
    private static final DatabaseAddress ADDRESS = Postgres.fresh();
    private static Database database;
    private static Outbox outbox;
    private static Subscriptions subscriptions;
    private static int site;

    @BeforeAll
    static void open() {
        database = new Database(VERTX, ADDRESS, new Database.Limits(5, 1_000, 10_000));
        var sites = new Sites(database, new Notifications(VERTX, ADDRESS), Set.of());
        await(sites.add("lsi", "LSI", List.of(CommentDriver.SITE), Map.of()));
        site = await(sites.require("lsi")).id();
        outbox = new Outbox(
                database,
                sites,
                PublicUrl.below(URI.create("https://palabre.example")),
                new MailComposers(),
                each -> Future.succeededFuture(List.of()));
        subscriptions = new Subscriptions(database, outbox, new Messages());
    }

    @AfterAll
    static void close() {
        await(database.close());
        await(VERTX.close());
    }

    @BeforeEach
    void forgetOthers() {
        await(database.query(client -> client.query("DELETE FROM fan_outs").execute()));
    }

    @Test
    void publish_insertsOneRowForThousandsOfSubscribers() {
        var comment = publishedComment(SUBSCRIBERS);
        var inTransaction = await(database.transaction(client -> subscriptions
                .published(client, site, List.of(comment))
                .compose(rows -> client.preparedQuery("SELECT count(*)::int AS many FROM outbox WHERE subject_id = $1")
                        .execute(Tuple.of(comment))
                        .map(counted -> List.of(rows, counted.iterator().next().getInteger("many"))))));
        assertThat(inTransaction).containsExactly(1, 0);
    }

    @Test
    void publish_insertsNothingForAPageWithoutSubscribers() {
        assertThat(publish(publishedComment(0))).isZero();
    }

    @Test
    void run_queuesOneMailPerSubscriberAndNoneToTheAuthor() {
        var comment = publishedComment(SUBSCRIBERS);
        publish(comment);
        runAll(fanOut(), 700);
        assertThat(mails(comment)).isEqualTo(SUBSCRIBERS - 1);
        assertThat(pending(comment)).isZero();
    }

    @Test
    void run_queuesEachMailOnceAfterANodeDied() {
        var comment = publishedComment(SUBSCRIBERS);
        publish(comment);
        await(fanOut().run(500));
        assertThat(mails(comment)).isPositive().isLessThan(SUBSCRIBERS - 1);
        // The node died after its mails were queued and before it noted how far it was.
        sql("UPDATE fan_outs SET after_id = '00000000-0000-0000-0000-000000000000' WHERE comment_id = $1", comment);
        runAll(fanOut(), 500);
        assertThat(mails(comment)).isEqualTo(SUBSCRIBERS - 1);
    }

    @Test
    void run_onSeveralNodesQueuesEachMailOnce() {
        var comments = List.of(publishedComment(SUBSCRIBERS), publishedComment(SUBSCRIBERS));
        comments.forEach(NewCommentFanOutTest::publish);
        var nodes = List.of(fanOut(), fanOut(), fanOut());
        while (comments.stream().anyMatch(comment -> pending(comment) > 0)) {
            await(Future.all(nodes.stream().map(node -> node.run(300)).toList()));
        }
        assertThat(comments).allSatisfy(comment -> assertThat(mails(comment)).isEqualTo(SUBSCRIBERS - 1));
    }

    @Test
    void run_doesNotHoldUpOtherPagesBehindALargeOne() {
        var large = publishedComment(SUBSCRIBERS);
        var small = publishedComment(3);
        publish(large);
        publish(small);
        await(fanOut().run(1_000));
        await(fanOut().run(3));
        assertThat(mails(small)).isEqualTo(2);
        runAll(fanOut(), 1_000);
    }

    @Test
    void run_queuesNothingAboutACommentThatWasRemovedSince() {
        var comment = publishedComment(10);
        publish(comment);
        sql("UPDATE comments SET status = 'removed' WHERE id = $1", comment);
        runAll(fanOut(), 100);
        assertThat(mails(comment)).isZero();
        assertThat(pending(comment)).isZero();
    }

    @Test
    void wake_queuesAtOnce() {
        var comment = publishedComment(SUBSCRIBERS);
        publish(comment);
        var fanOut = fanOut();
        fanOut.start();
        outbox.wake();
        assertThat(CommentDriver.within(10_000, () -> mails(comment) == SUBSCRIBERS - 1))
                .isTrue();
        await(fanOut.stop());
    }

    private static NewCommentFanOut fanOut() {
        return new NewCommentFanOut(VERTX, database, outbox);
    }

    private static void runAll(NewCommentFanOut fanOut, int limit) {
        while (await(fanOut.run(limit)) > 0) {
            // until nothing is left
        }
    }

    private static int publish(UUID comment) {
        return await(database.pipelined(client -> subscriptions.published(client, site, List.of(comment))));
    }

    private static UUID publishedComment(int subscribers) {
        return await(database.query(client -> client.query(PAGE.formatted(site, PAGES.incrementAndGet(), subscribers))
                        .execute()))
                .iterator()
                .next()
                .getUUID("id");
    }

    private static int mails(UUID comment) {
        return count("SELECT count(*)::int AS many FROM outbox WHERE subject_id = $1 AND kind = 'follow-new'", comment);
    }

    private static int pending(UUID comment) {
        return count("SELECT count(*)::int AS many FROM fan_outs WHERE comment_id = $1", comment);
    }

    private static int count(String query, UUID comment) {
        return await(database.query(client -> client.preparedQuery(query).execute(Tuple.of(comment))))
                .iterator()
                .next()
                .getInteger("many");
    }

    private static void sql(String statement, UUID comment) {
        await(database.query(client -> client.preparedQuery(statement).execute(Tuple.of(comment))));
    }
}

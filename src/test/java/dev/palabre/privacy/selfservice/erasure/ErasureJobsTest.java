package dev.palabre.privacy.selfservice.erasure;

import static dev.palabre.server.Infrastructure.await;
import static dev.palabre.testing.CommentDriver.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentErasure;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.write.Comments;
import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.privacy.datarequest.OpenRequestCount;
import dev.palabre.subscription.Subscriptions;
import dev.palabre.template.Messages;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.TestServer;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Erasure jobs that were left by a node, worked off by others. */
@Tag("server")
final class ErasureJobsTest {
    private static TestServer server;
    private static CommentDriver driver;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of()).site("lsi", SITE, Map.of("moderation", "after"));
        driver = new CommentDriver(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void run_goesOnWithWhatANodeLeft() {
        requested("left@example.org", 9);
        var node = node();
        assertThat(await(node.run(4))).isEqualTo(4);
        assertThat(comments("left@example.org")).isEqualTo(5);
        assertThat(await(node.run(20))).isEqualTo(5);
        assertThat(addresses("left@example.org")).isZero();
        assertThat(await(node.run(20))).isZero();
    }

    @Test
    void run_isSafeOnSeveralNodesAtOnce() {
        Stream.of("one@example.org", "two@example.org").forEach(email -> requested(email, 8));
        var nodes = List.of(node(), node(), node());
        for (int i = 0; i < 8; i++) {
            await(Future.join(nodes.stream().map(node -> node.run(3)).toList()));
        }
        assertThat(addresses("one@example.org") + addresses("two@example.org")).isZero();
        assertThat(driver.count("SELECT count(*)::int FROM erasure_jobs WHERE total = 8 AND erased = 8"
                        + " AND finished_at IS NOT NULL"))
                .isEqualTo(2);
    }

    @Test
    void request_ofAnAddressWithoutCommentsIsFinishedAtOnce() {
        driver.sql("INSERT INTO addresses (site_id, id, email, canonical)"
                + " SELECT id, gen_random_uuid(), 'bare@example.org', 'bare@example.org' FROM sites WHERE key = 'lsi'");
        var row = driver.sql("SELECT site_id, id FROM addresses WHERE email = 'bare@example.org'")
                .iterator()
                .next();
        var job = await(node().request(row.getInteger("site_id"), row.getUUID("id")));
        assertThat(job.finished()).isTrue();
        assertThat(job.remaining()).isZero();
        assertThat(addresses("bare@example.org")).isZero();
    }

    @Test
    void cleanup_deletesJobsThatFinishedADayAgo() {
        driver.sql("INSERT INTO erasure_jobs (site_id, address_id, total, finished_at)"
                + " SELECT id, gen_random_uuid(), 777, now() - interval '25 hours' FROM sites WHERE key = 'lsi'");
        await(node().jobs().get(1).work().run(100));
        assertThat(driver.count("SELECT count(*)::int FROM erasure_jobs WHERE total = 777"))
                .isZero();
    }

    private static void requested(String email, int comments) {
        for (int i = 0; i < comments; i++) {
            driver.submit(
                    CommentDriver.draft(SITE + "/articles/erased-" + i % 3).put("email", email));
        }
        driver.sql("INSERT INTO erasure_jobs (site_id, address_id, total) SELECT site_id, id, " + comments
                + " FROM addresses WHERE email = '" + email + "'");
    }

    private static int comments(String email) {
        return driver.count("SELECT count(*)::int FROM comments c JOIN addresses a ON a.id = c.address_id"
                + " WHERE a.email = '" + email + "'");
    }

    private static int addresses(String email) {
        return driver.count("SELECT count(*)::int FROM addresses WHERE email = '" + email + "'");
    }

    private static ErasureJobs node() {
        var infra = server.ground();
        var database = infra.database();
        var url = new PublicUrl(server.url());
        var receipts = new Receipts(infra.keys(), url);
        var outbox = new Outbox(
                database, infra.sites(), url, new MailComposers(), site -> Future.succeededFuture(List.of()));
        var comments = new Comments(database, infra.changes(), outbox);
        return new ErasureJobs(
                database,
                comments,
                new AuthorActions(database, comments, receipts, outbox),
                new CommentErasure(comments, outbox, (client, comment) -> Future.succeededFuture()),
                new Subscriptions(database, outbox, new Messages()),
                new DataRequests(database, outbox, new OpenRequestCount(database, infra.changes())));
    }
}

package dev.palabre.comment.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.server.Infrastructure;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.TestServer;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Status changes of comments, on a database. */
@Tag("server")
final class CommentsTest {
    private static TestServer server;
    private static CommentDriver driver;
    private static Comments comments;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of()).site("lsi", CommentDriver.SITE, Map.of());
        var infrastructure = server.ground();
        driver = new CommentDriver(server);
        comments = new Comments(
                infrastructure.database(),
                infrastructure.changes(),
                new Outbox(
                        infrastructure.database(),
                        infrastructure.sites(),
                        new PublicUrl(server.url()),
                        new MailComposers(),
                        site -> Future.succeededFuture(List.of())));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void move_returnsTheCommentAsItIsStored() {
        var id = UUID.fromString(driver.submit(CommentDriver.page()).getString("id"));
        var published = move(id, CommentStatus.PUBLISHED);
        assertThat(published).isEqualTo(find(id));
        assertThat(published.page().title()).isEqualTo("La plage");
        assertThat(published.publishedAt()).isNotNull();
        var removed = move(id, CommentStatus.REMOVED);
        assertThat(removed).isEqualTo(find(id));
        assertThat(removed.publishedAt()).isEqualTo(published.publishedAt());
    }

    private static Comment move(UUID id, CommentStatus to) {
        var database = server.ground().database();
        return Infrastructure.await(database.transaction(client -> comments.lock(client, siteId(), id)
                .compose(found -> comments.move(client, found.orElseThrow(), to, null))));
    }

    private static Comment find(UUID id) {
        return Infrastructure.await(comments.find(siteId(), id)).orElseThrow();
    }

    private static int siteId() {
        return Infrastructure.await(server.ground().sites().require("lsi")).id();
    }
}

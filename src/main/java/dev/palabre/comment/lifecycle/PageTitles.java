package dev.palabre.comment.lifecycle;

import dev.palabre.comment.model.CommentedPage;
import dev.palabre.comment.model.ThreadStore;
import dev.palabre.comment.model.ThreadStore.SitePage;
import dev.palabre.comment.thread.ThreadCache;
import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import dev.palabre.problem.Problem;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Titles and addresses of commented pages, as moderators correct them. */
public final class PageTitles {
    private final Database database;
    private final Notifications changes;
    private final ThreadStore store = new ThreadStore();

    /** Titles of the threads of a database. */
    public PageTitles(Database database, Notifications changes) {
        this.database = database;
        this.changes = changes;
    }

    /** The site of a thread, or 404 where none of these sites has it. */
    public Future<Integer> siteOf(List<Integer> siteIds, UUID threadId) {
        return database.query(client -> store.find(client, siteIds, threadId))
                .map(found -> found.orElseThrow(Problem::notFound).siteId());
    }

    /** The page of a site by its key, empty where it has no comment. */
    public Future<Optional<CommentedPage>> find(int siteId, String pageKey) {
        return database.query(client -> store.find(client, siteId, pageKey)).map(found -> found.map(SitePage::page));
    }

    /**
     * Corrects the title or address that was sent with comments: null leaves it, an empty text removes the correction.
     * Returns the page as it is shown from now on.
     */
    public Future<CommentedPage> correct(int siteId, UUID threadId, @Nullable String url, @Nullable String title) {
        return database.transaction(client -> store.fix(client, siteId, threadId, url, title)
                        .compose(fixed -> store.find(client, List.of(siteId), threadId))
                        .map(found -> found.orElseThrow(Problem::notFound).page())
                        .compose(page -> store.count(client, siteId, page, 0))
                        .compose(page -> Notifications.announce(
                                        client, "thread", ThreadCache.payload(siteId, page.key()))
                                .map(page)))
                .onSuccess(page -> changes.tell("thread", ThreadCache.payload(siteId, page.key())));
    }
}

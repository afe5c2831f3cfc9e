package dev.palabre.comment.write;

import dev.palabre.db.IdempotencyStore.Claim;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.UUID;

/** Takes part in the transactions of comments: requests for subscriptions, and first publications. */
public interface NewCommentListener {
    /** No subscriptions. */
    NewCommentListener NONE = new NewCommentListener() {
        @Override
        public Future<Integer> subscriptionsRequested(SqlClient client, List<SubscriptionRequest> requests) {
            return Future.succeededFuture(0);
        }

        @Override
        public Future<Integer> published(SqlClient client, int siteId, List<UUID> commentIds) {
            return Future.succeededFuture(0);
        }
    };

    /**
     * An author's wish to subscribe to the page of their comment.
     *
     * @param cause the comment that it came with
     * @param email the author's address
     * @param pageKey the page, whose thread exists by then
     * @param lang language of the mail
     */
    record SubscriptionRequest(Claim cause, String email, String pageKey, String lang) {}

    /**
     * Stores the requests whose comments were written, and queues the mails that ask for a confirmation, all in one
     * statement; returns the number of mails. Confirmed subscribers are not asked again.
     */
    Future<Integer> subscriptionsRequested(SqlClient client, List<SubscriptionRequest> requests);

    /**
     * Queues a mail to each subscriber of the pages of comments of a site that are published for the first time, in one
     * statement; returns the number of mails.
     */
    Future<Integer> published(SqlClient client, int siteId, List<UUID> commentIds);
}

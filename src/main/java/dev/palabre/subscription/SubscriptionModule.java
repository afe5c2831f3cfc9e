package dev.palabre.subscription;

import dev.palabre.comment.write.Comments;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.db.Database;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.Pages;
import dev.palabre.http.Routes;
import dev.palabre.jobs.Job;
import dev.palabre.mail.outbox.MailComposer;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Subscriptions to new comments: pages of mailed links, mails, digests, and the cleanup of unconfirmed subscriptions. */
public final class SubscriptionModule {
    /** Templates of this feature. */
    public static final List<String> TEMPLATES = List.of("subscription/subscription");

    private static final Duration CLEANUP = Duration.ofMinutes(10);

    private final Subscriptions subscriptions;
    private final SubscriptionRoutes routes;
    private final SubscriptionMails mails;
    private final Digests digests;
    private final NewCommentFanOut fanOut;

    /** Subscriptions to pages of these comments. */
    public SubscriptionModule(
            Vertx vertx,
            Database database,
            Sites sites,
            Outbox outbox,
            Subscriptions subscriptions,
            Comments comments,
            JwtTokens tokens,
            MailRenderer renderer,
            Pages pages,
            ClientLimit limit) {
        var links = new SubscriptionLinks(tokens, Clock.systemUTC(), pages.publicUrl());
        this.subscriptions = subscriptions;
        routes = new SubscriptionRoutes(subscriptions, sites, links, pages, limit);
        mails = new SubscriptionMails(database, subscriptions, comments, sites, links, renderer, pages.messages());
        digests = new Digests(database, sites, outbox);
        fanOut = new NewCommentFanOut(vertx, database, outbox);
    }

    /** Pages of the links in mails. */
    public List<Routes> routes() {
        return List.of(routes);
    }

    /** Composers of the mails to subscribers. */
    public Map<String, MailComposer> mails() {
        return mails.composers();
    }

    /** Fan-out of new comments, daily digests, and cleanup of unconfirmed subscriptions. */
    public List<Job> jobs() {
        return List.of(
                fanOut.job(), digests.job(), Job.onOneNode("subscription-cleanup", CLEANUP, subscriptions::purge));
    }

    /** Queues mails at once when this node publishes a comment. */
    public void start() {
        fanOut.start();
    }

    /** Finishes the batch under way; another node or the next start goes on. */
    public Future<Void> stop() {
        return fanOut.stop();
    }
}

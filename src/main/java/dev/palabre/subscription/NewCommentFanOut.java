package dev.palabre.subscription;

import dev.palabre.db.Database;
import dev.palabre.jobs.Job;
import dev.palabre.jobs.OnDemandRun;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.outbox.Outbox.Recipient;
import dev.palabre.subscription.FanOutStore.FanOut;
import dev.palabre.subscription.SubscriptionStore.Subscriber;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Queues a mail about each published comment to each subscriber of its page, in batches after the comment was published.
 * Runs at once after a publish on this node; as a job it finishes what a stopped node has left. Several nodes may run it: a
 * row is locked while a batch is queued, and the outbox holds at most one mail per comment and subscriber.
 */
final class NewCommentFanOut {
    private static final String NAME = "subscription-fan-out";
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final int BATCH = 500;

    private final Database database;
    private final Outbox outbox;
    private final OnDemandRun onDemand;
    private final FanOutStore store = new FanOutStore();
    private final SubscriptionStore subscriptions = new SubscriptionStore();

    NewCommentFanOut(Vertx vertx, Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
        this.onDemand = new OnDemandRun(vertx, NAME, () -> run(BATCH).map(done -> done >= BATCH));
    }

    /** Runs whenever something was committed that may be mailed. */
    void start() {
        outbox.onWake(onDemand::request);
        onDemand.request();
    }

    Future<Void> stop() {
        return onDemand.stop();
    }

    Job job() {
        return Job.inBatches(NAME, INTERVAL, this::run);
    }

    /** Takes at least {@code limit} subscribers, or all; completes with their number, at least one for each comment. */
    Future<Integer> run(int limit) {
        return run(limit, 0);
    }

    private Future<Integer> run(int limit, int before) {
        return before >= limit
                ? Future.succeededFuture(before)
                : database.query(store::claim)
                        .compose(claimed -> claimed.isEmpty()
                                ? Future.succeededFuture(before)
                                : batch(claimed.get(), limit).compose(done -> run(limit, before + Math.max(1, done))));
    }

    private Future<Integer> batch(FanOut claimed, int limit) {
        return database.transaction(client -> store.lock(client, claimed)
                        .compose(locked -> locked.isEmpty()
                                ? Future.succeededFuture(List.<Subscriber>of())
                                : subscriptions
                                        .subscribers(client, locked.get(), limit)
                                        .compose(subscribers -> queue(client, locked.get(), subscribers)
                                                .compose(queued -> proceed(client, locked.get(), subscribers, limit))
                                                .map(subscribers))))
                .onSuccess(subscribers -> {
                    if (!subscribers.isEmpty()) {
                        outbox.wake();
                    }
                })
                .map(List::size);
    }

    private Future<Integer> queue(SqlClient client, FanOut fanOut, List<Subscriber> subscribers) {
        var recipients = subscribers.stream()
                .filter(Subscriber::reachable)
                .map(each -> new Recipient(fanOut.commentId(), each.addressId(), each.lang()))
                .toList();
        return outbox.toRecipients(client, fanOut.siteId(), Outbox.FOLLOW_NEW, recipients);
    }

    private Future<Void> proceed(SqlClient client, FanOut fanOut, List<Subscriber> subscribers, int limit) {
        UUID last = subscribers.isEmpty()
                ? null
                : subscribers.get(subscribers.size() - 1).addressId();
        return last == null || subscribers.size() < limit
                ? store.delete(client, fanOut)
                : store.advance(client, fanOut, last);
    }
}

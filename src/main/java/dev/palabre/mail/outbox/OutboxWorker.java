package dev.palabre.mail.outbox;

import dev.palabre.db.Database;
import dev.palabre.jobs.Job;
import dev.palabre.jobs.OnDemandRun;
import dev.palabre.mail.smtp.SmtpSender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends the mails of the outbox. Several workers may share one database: each claims a few messages under a lease, sends them
 * outside any transaction, and notes the result. A mail is sent twice only if the process dies between the server's answer
 * and the note, and then both have the same Message-ID.
 */
public final class OutboxWorker {
    private final Database database;
    private final Outbox outbox;
    private final Options options;
    private final WorkerExecutor threads;
    private final Delivery delivery;
    private final OnDemandRun run;
    private final OutboxStore store = new OutboxStore();
    private final Runnable listener;

    /**
     * How mails are sent.
     *
     * @param poll interval in which the outbox is read without a wake-up
     * @param lease for which messages are claimed; longer than sending one takes
     * @param firstPause before the second attempt; it doubles with each
     * @param longestSoon the longest pause while no server can be reached
     * @param longestLater the longest pause while the server does not take a mail
     * @param giveUp age after which a message has failed
     * @param noticePeriod in which moderators of a site get at most three notices of a kind
     * @param perAddress most mails to one reader's address in a day
     * @param batch messages claimed at once
     * @param threads mails sent at once
     */
    public record Options(
            Duration poll,
            Duration lease,
            Duration firstPause,
            Duration longestSoon,
            Duration longestLater,
            Duration giveUp,
            Duration noticePeriod,
            int perAddress,
            int batch,
            int threads) {
        /** The defaults. */
        public static final Options DEFAULT = new Options(
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofMinutes(15),
                Duration.ofDays(3),
                Duration.ofMinutes(10),
                20,
                20,
                4);

        /** The same options with another limit of mails to one address in a day. */
        public Options perAddress(int mails) {
            return new Options(
                    poll, lease, firstPause, longestSoon, longestLater, giveUp, noticePeriod, mails, batch, threads);
        }
    }

    /** A worker that is not started yet; it closes the sender when it stops. */
    public OutboxWorker(
            Vertx vertx,
            Database database,
            Outbox outbox,
            MailComposers composers,
            SmtpSender sender,
            Options options) {
        this.database = database;
        this.outbox = outbox;
        this.options = options;
        this.threads = vertx.createSharedWorkerExecutor("mail", options.threads(), 5, TimeUnit.MINUTES);
        this.delivery = new Delivery(vertx, database, outbox, composers, sender, threads, options);
        this.run = new OnDemandRun(vertx, "outbox delivery", this::batch);
        this.listener = run::request;
    }

    /** Starts to send: at once, and whenever the outbox is woken. */
    public void start() {
        outbox.onWake(listener);
        run.request();
    }

    /** Sends what is due without a wake-up: retries, and messages of other nodes. */
    public Job job() {
        return Job.onEveryNode("outbox-delivery", options.poll(), () -> {
            run.request();
            return Future.succeededFuture();
        });
    }

    /** Stops: mails that are being sent are finished, the other claimed messages are put back. */
    public Future<Void> stop() {
        outbox.forget(listener);
        delivery.stop();
        return run.stop().eventually(threads::close).eventually(delivery::close);
    }

    /** A full batch, or messages made of a notice, mean that there is more. */
    private Future<Boolean> batch() {
        var until = System.nanoTime() + options.lease().toNanos();
        return database.query(client -> store.claim(client, options.batch(), options.lease()))
                .compose(messages -> Future.join(messages.stream()
                                .map(message -> delivery.handle(message, until))
                                .toList())
                        .map(done -> hasMore(messages)));
    }

    private boolean hasMore(List<OutboxMessage> messages) {
        return messages.size() == options.batch() || messages.stream().anyMatch(OutboxMessage::isNotice);
    }
}

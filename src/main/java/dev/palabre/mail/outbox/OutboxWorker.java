package dev.palabre.mail.outbox;

import dev.palabre.db.Database;
import dev.palabre.mail.smtp.SmtpSender;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds. Several may work on one database: each takes out a few letters under a lease, sends them
 * outside any transaction, and notes what became of them. A mail leaves twice only if this process dies between the
 * server's answer and the note, and then both have the same Message-ID.
 */
public final class OutboxWorker {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxWorker.class);

    /** Between two looks however often it is woken: a rush of comments must not become a rush of looks. */
    private static final long BREATH_MILLIS = 50;

    private final Vertx vertx;
    private final Context context;
    private final Database database;
    private final Outbox outbox;
    private final Options options;
    private final WorkerExecutor threads;
    private final Delivery delivery;
    private final OutboxStore store = new OutboxStore();
    private final Runnable waker = this::wake;
    private final Promise<Void> ended = Promise.promise();

    private long timer = -1;
    private boolean working;
    private boolean wanted;
    private boolean more;
    private boolean stopping;

    /**
     * How letters are sent.
     *
     * @param poll after which the outbox is looked into, unwoken
     * @param lease for which letters are taken out; longer than sending one takes
     * @param firstPause before the second try; it doubles with each
     * @param longestSoon the longest pause while no server can be reached
     * @param longestLater the longest pause while the server does not take a mail
     * @param giveUp after which a letter has failed
     * @param noticePeriod in which moderators of a site get three notices of a kind at the most
     * @param perAddress mails to one reader's address in a day at the most
     * @param batch letters taken out at once
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
        /** What is right for most. */
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

        /** The same with another number of mails to one address in a day. */
        public Options perAddress(int mails) {
            return new Options(
                    poll, lease, firstPause, longestSoon, longestLater, giveUp, noticePeriod, mails, batch, threads);
        }
    }

    /** A worker that is not started yet; it sends with this postman, and closes it at its end. */
    public OutboxWorker(
            Vertx vertx,
            Database database,
            Outbox outbox,
            MailComposers composers,
            SmtpSender postman,
            Options options) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.outbox = outbox;
        this.options = options;
        this.threads = vertx.createSharedWorkerExecutor("mail", options.threads(), 5, TimeUnit.MINUTES);
        this.delivery = new Delivery(vertx, database, outbox, composers, postman, threads, options);
    }

    /** Starts to work: at once, when woken, and by the clock. */
    public void start() {
        outbox.onWake(waker);
        timer = vertx.setPeriodic(options.poll().toMillis(), again -> wake());
        wake();
    }

    /** Looks into the outbox now; may be called from anywhere, as often as one likes. */
    public void wake() {
        context.runOnContext(now -> turn());
    }

    /** Stops: what is being sent is finished, the rest goes back. */
    public Future<Void> stop() {
        outbox.forget(waker);
        vertx.cancelTimer(timer);
        delivery.stop();
        context.runOnContext(now -> {
            stopping = true;
            end();
        });
        return ended.future().eventually(threads::close).eventually(delivery::close);
    }

    private void turn() {
        wanted = true;
        if (working || stopping) {
            return;
        }
        working = true;
        wanted = false;
        more = false;
        database.query(client -> store.claim(client, options.batch(), options.lease()))
                .compose(this::deliver)
                .onComplete(done -> context.runOnContext(now -> finish(done.failed() ? done.cause() : null)));
    }

    private void finish(@org.jspecify.annotations.Nullable Throwable failure) {
        working = false;
        if (failure != null) {
            LOG.warn("the outbox cannot be read: {}", failure.toString());
        } else if (more && !stopping) {
            turn();
        } else if (wanted && !stopping) {
            vertx.setTimer(BREATH_MILLIS, rested -> wake());
        }
        end();
    }

    private void end() {
        if (stopping && !working) {
            ended.tryComplete();
        }
    }

    /** A full batch, or letters made of a notice, mean that there is more. */
    private Future<Void> deliver(List<OutboxMessage> letters) {
        var until = System.nanoTime() + options.lease().toNanos();
        more = letters.size() == options.batch() || letters.stream().anyMatch(OutboxMessage::isNotice);
        return Future.join(letters.stream()
                        .map(letter -> delivery.handle(letter, until))
                        .toList())
                .mapEmpty();
    }
}

package dev.palabre.mail.outbox;

import dev.palabre.address.AddressStore;
import dev.palabre.db.Database;
import dev.palabre.mail.outbox.OutboxWorker.Options;
import dev.palabre.mail.smtp.BounceCode;
import dev.palabre.mail.smtp.DeliveryException;
import dev.palabre.mail.smtp.DeliveryException.Kind;
import dev.palabre.mail.smtp.SmtpSender;
import dev.palabre.mail.template.Mail;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivery of one claimed message: it is dropped, expanded to several, or sent. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration NOTE_AGAIN = Duration.ofMillis(500);
    private static final int TRIES_WHEN_REFUSED = 3;
    /** Bounces after which requested mails are not sent either. */
    private static final int BOUNCES = 3;

    private final Vertx vertx;
    private final Database database;
    private final Outbox outbox;
    private final MailComposers composers;
    private final SmtpSender sender;
    private final WorkerExecutor threads;
    private final Options options;
    private final OutboxStore store = new OutboxStore();
    private final AddressStore addresses = new AddressStore();

    private volatile boolean stopping;

    Delivery(
            Vertx vertx,
            Database database,
            Outbox outbox,
            MailComposers composers,
            SmtpSender sender,
            WorkerExecutor threads,
            Options options) {
        this.vertx = vertx;
        this.database = database;
        this.outbox = outbox;
        this.composers = composers;
        this.sender = sender;
        this.threads = threads;
        this.options = options;
    }

    /** Handles a message and notes the result; never fails: a message without a result is claimed again. */
    Future<Void> handle(OutboxMessage message, long leaseNanos) {
        return (message.isNotice() ? notice(message) : toReader(message, leaseNanos))
                .recover(failure -> database.pipelined(client -> settle(client, message, failure)))
                .onFailure(failure -> LOG.warn("message {} is put back: {}", message.id(), failure.toString()))
                .otherwiseEmpty();
    }

    /** Starts no further sending. */
    void stop() {
        stopping = true;
    }

    Future<Void> close() {
        return vertx.executeBlocking(() -> {
            sender.close();
            return null;
        });
    }

    private Future<Void> notice(OutboxMessage notice) {
        return database.query(client -> store.noticePause(client, notice, options.noticePeriod()))
                .compose(pause -> pause.isZero()
                        ? outbox.expand(notice)
                        : database.query(client -> store.postpone(client, notice, pause, null)));
    }

    private Future<Void> toReader(OutboxMessage message, long leaseNanos) {
        return outbox.recipientsOf(message)
                .compose(to -> to.isEmpty()
                        ? end(message, "dropped", "nobody to write to any more")
                        : unwanted(message)
                                .compose(why -> why.isPresent()
                                        ? end(message, "dropped", why.get())
                                        : write(message, to.get(0), leaseNanos)));
    }

    /** Why an address gets no such mail now, empty where it does. */
    private Future<Optional<String>> unwanted(OutboxMessage message) {
        var address = message.addressId();
        if (address == null) {
            return Future.succeededFuture(Optional.empty());
        }
        return isClosed(message, address)
                .compose(closed -> closed
                        ? Future.succeededFuture(Optional.of("mails to this address came back"))
                        : tooMany(message, address)
                                .map(many -> many
                                        ? Optional.of("too many mails to one address in a day")
                                        : Optional.empty()));
    }

    private Future<Boolean> isClosed(OutboxMessage message, UUID address) {
        var asked = composers.isRequested(message.kind());
        return database.query(client -> addresses.isClosed(client, message.siteId(), address, asked, BOUNCES));
    }

    /** Mails about what others write are counted apart from those that readers request. */
    private Future<Boolean> tooMany(OutboxMessage message, UUID address) {
        var news = Outbox.NEWS.contains(message.kind());
        return database.query(client -> store.sentToday(client, message.siteId(), address, Outbox.NEWS, !news))
                .map(sent -> sent >= options.perAddress());
    }

    private Future<Void> write(OutboxMessage message, String to, long leaseNanos) {
        return composers
                .compose(message)
                .compose(mail ->
                        mail.isEmpty() ? end(message, "dropped", null) : send(message, to, mail.get(), leaseNanos));
    }

    private Future<Void> send(OutboxMessage message, String to, Mail mail, long leaseNanos) {
        return threads.<Boolean>executeBlocking(
                        () -> {
                            if (stopping || leaseNanos - System.nanoTime() < worstNanos()) {
                                return false;
                            }
                            sender.deliver(message.messageId(), to, mail);
                            return true;
                        },
                        false)
                .compose(sent -> sent
                        ? noteSent(message, leaseNanos)
                        : database.query(client -> store.postpone(client, message, Duration.ZERO, null)));
    }

    private long worstNanos() {
        return Math.min(
                TimeUnit.SECONDS.toNanos(SmtpSender.WORST_SECONDS),
                options.lease().toNanos() / 2);
    }

    /** A sent mail without a note would be sent again: so this is retried until the lease ends. */
    private Future<Void> noteSent(OutboxMessage message, long leaseNanos) {
        return end(message, "sent", null)
                .recover(failure -> leaseNanos - System.nanoTime() < NOTE_AGAIN.toNanos()
                        ? Future.failedFuture(failure)
                        : vertx.timer(NOTE_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                                .compose(again -> noteSent(message, leaseNanos)));
    }

    private Future<Void> end(OutboxMessage message, String state, @Nullable String why) {
        return database.query(client -> store.end(client, message, state, why));
    }

    private Future<Void> settle(SqlClient client, OutboxMessage message, Throwable failure) {
        var why = failure instanceof DeliveryException known
                ? known
                : new DeliveryException(
                        Kind.LATER,
                        "it could not be written: " + failure.getClass().getSimpleName());
        return isOver(message, why.kind())
                ? Future.all(store.end(client, message, "failed", why.reason()), bounced(client, message, why))
                        .mapEmpty()
                : store.postpone(client, message, pause(message.attempts(), why.kind()), why.reason());
    }

    private Future<Void> bounced(SqlClient client, OutboxMessage message, DeliveryException why) {
        var address = message.addressId();
        return why.kind() != Kind.BOUNCED || address == null
                ? Future.succeededFuture()
                : addresses.bounce(client, message.siteId(), address, BounceCode.code(why.reason()));
    }

    private boolean isOver(OutboxMessage message, Kind kind) {
        return kind == Kind.UNFIT
                || ((kind == Kind.REFUSED || kind == Kind.BOUNCED) && message.attempts() >= TRIES_WHEN_REFUSED)
                || message.createdAt().plus(options.giveUp()).isBefore(Instant.now());
    }

    /** Doubles with each attempt up to a maximum, with a jitter of a quarter. */
    private Duration pause(int attempts, Kind kind) {
        var longest = kind == Kind.UNREACHABLE ? options.longestSoon() : options.longestLater();
        var doubled = options.firstPause().toMillis() << Math.min(attempts - 1, 20);
        var millis = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis((long) (millis * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
    }
}

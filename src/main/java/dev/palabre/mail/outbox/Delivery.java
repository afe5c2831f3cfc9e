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

/** The way of one letter that was taken out of the outbox: to nobody, to several, or to its reader. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration NOTE_AGAIN = Duration.ofMillis(500);
    private static final int TRIES_WHEN_REFUSED = 3;
    /** After so many mails came back that somebody asked for, none is sent any more. */
    private static final int BOUNCES = 3;

    private final Vertx vertx;
    private final Database database;
    private final Outbox outbox;
    private final MailComposers composers;
    private final SmtpSender postman;
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
            SmtpSender postman,
            WorkerExecutor threads,
            Options options) {
        this.vertx = vertx;
        this.database = database;
        this.outbox = outbox;
        this.composers = composers;
        this.postman = postman;
        this.threads = threads;
        this.options = options;
    }

    /** Does what is to be done and notes it; never fails, since a letter without a note is taken out again. */
    Future<Void> handle(OutboxMessage letter, long leaseNanos) {
        return (letter.isNotice() ? notice(letter) : toReader(letter, leaseNanos))
                .recover(failure -> database.pipelined(client -> settle(client, letter, failure)))
                .onFailure(
                        failure -> LOG.warn("letter {} goes back to the outbox: {}", letter.id(), failure.toString()))
                .otherwiseEmpty();
    }

    /** Nothing is sent any more that has not begun to be. */
    void stop() {
        stopping = true;
    }

    Future<Void> close() {
        return vertx.executeBlocking(() -> {
            postman.close();
            return null;
        });
    }

    private Future<Void> notice(OutboxMessage notice) {
        return database.query(client -> store.noticePause(client, notice, options.noticePeriod()))
                .compose(pause -> pause.isZero()
                        ? outbox.expand(notice)
                        : database.query(client -> store.postpone(client, notice, pause, null)));
    }

    private Future<Void> toReader(OutboxMessage letter, long leaseNanos) {
        return outbox.recipientsOf(letter)
                .compose(to -> to.isEmpty()
                        ? end(letter, "dropped", "nobody to write to any more")
                        : unwanted(letter)
                                .compose(why -> why.isPresent()
                                        ? end(letter, "dropped", why.get())
                                        : write(letter, to.get(0), leaseNanos)));
    }

    /** Why an address gets no such mail now. */
    private Future<Optional<String>> unwanted(OutboxMessage letter) {
        var address = letter.addressId();
        if (address == null) {
            return Future.succeededFuture(Optional.empty());
        }
        return isClosed(letter, address)
                .compose(closed -> closed
                        ? Future.succeededFuture(Optional.of("mails to this address came back"))
                        : tooMany(letter, address)
                                .map(many -> many
                                        ? Optional.of("too many mails to one address in a day")
                                        : Optional.empty()));
    }

    private Future<Boolean> isClosed(OutboxMessage letter, UUID address) {
        var asked = composers.isRequested(letter.kind());
        return database.query(client -> addresses.isClosed(client, letter.siteId(), address, asked, BOUNCES));
    }

    /** Mails about what others write are counted for themselves: they must not use up what one asks for oneself. */
    private Future<Boolean> tooMany(OutboxMessage letter, UUID address) {
        var news = Outbox.NEWS.contains(letter.kind());
        return database.query(client -> store.sentToday(client, letter.siteId(), address, Outbox.NEWS, !news))
                .map(sent -> sent >= options.perAddress());
    }

    private Future<Void> write(OutboxMessage letter, String to, long leaseNanos) {
        return composers
                .compose(letter)
                .compose(mail ->
                        mail.isEmpty() ? end(letter, "dropped", null) : send(letter, to, mail.get(), leaseNanos));
    }

    private Future<Void> send(OutboxMessage letter, String to, Mail mail, long leaseNanos) {
        return threads.<Boolean>executeBlocking(
                        () -> {
                            if (stopping || leaseNanos - System.nanoTime() < worstNanos()) {
                                return false;
                            }
                            postman.deliver(letter.messageId(), to, mail);
                            return true;
                        },
                        false)
                .compose(sent -> sent
                        ? noteSent(letter, leaseNanos)
                        : database.query(client -> store.postpone(client, letter, Duration.ZERO, null)));
    }

    private long worstNanos() {
        return Math.min(
                TimeUnit.SECONDS.toNanos(SmtpSender.WORST_SECONDS),
                options.lease().toNanos() / 2);
    }

    /** What was sent and not noted would be sent again: so this is tried for as long as the letter is ours. */
    private Future<Void> noteSent(OutboxMessage letter, long leaseNanos) {
        return end(letter, "sent", null)
                .recover(failure -> leaseNanos - System.nanoTime() < NOTE_AGAIN.toNanos()
                        ? Future.failedFuture(failure)
                        : vertx.timer(NOTE_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                                .compose(again -> noteSent(letter, leaseNanos)));
    }

    private Future<Void> end(OutboxMessage letter, String state, @Nullable String why) {
        return database.query(client -> store.end(client, letter, state, why));
    }

    private Future<Void> settle(SqlClient client, OutboxMessage letter, Throwable failure) {
        var why = failure instanceof DeliveryException known
                ? known
                : new DeliveryException(
                        Kind.LATER,
                        "it could not be written: " + failure.getClass().getSimpleName());
        return isOver(letter, why.kind())
                ? Future.all(store.end(client, letter, "failed", why.reason()), bounced(client, letter, why))
                        .mapEmpty()
                : store.postpone(client, letter, pause(letter.attempts(), why.kind()), why.reason());
    }

    private Future<Void> bounced(SqlClient client, OutboxMessage letter, DeliveryException why) {
        var address = letter.addressId();
        return why.kind() != Kind.BOUNCED || address == null
                ? Future.succeededFuture()
                : addresses.bounce(client, letter.siteId(), address, BounceCode.code(why.reason()));
    }

    private boolean isOver(OutboxMessage letter, Kind kind) {
        return kind == Kind.UNFIT
                || ((kind == Kind.REFUSED || kind == Kind.BOUNCED) && letter.attempts() >= TRIES_WHEN_REFUSED)
                || letter.createdAt().plus(options.giveUp()).isBefore(Instant.now());
    }

    /** Doubles with each try up to a longest, and is spread by a quarter so that letters do not return all at once. */
    private Duration pause(int attempts, Kind kind) {
        var longest = kind == Kind.UNREACHABLE ? options.longestSoon() : options.longestLater();
        var doubled = options.firstPause().toMillis() << Math.min(attempts - 1, 20);
        var millis = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis((long) (millis * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
    }
}

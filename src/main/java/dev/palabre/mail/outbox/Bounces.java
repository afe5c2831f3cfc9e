package dev.palabre.mail.outbox;

import dev.palabre.address.AddressStore;
import dev.palabre.db.Database;
import dev.palabre.mail.outbox.BounceReport.Failure;
import dev.palabre.mail.outbox.BounceStore.Sent;
import dev.palabre.text.CanonicalEmail;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Reports of mail servers that a mail of ours did not arrive. Only one is believed that names a mail which left here, and
 * the address that it was for: whoever forges one must have had the mail.
 */
public final class Bounces {
    /** The longest report that is looked at, in bytes; a mail of ours that comes back whole is a tenth of it. */
    public static final int LONGEST = 400_000;

    private final Vertx vertx;
    private final Database database;
    private final BounceStore reports = new BounceStore();
    private final AddressStore addresses = new AddressStore();

    /** Reports about the mails of a database. */
    public Bounces(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
    }

    /**
     * Takes a mail that came to the address of reports: from now on the address that it names gets no mail but what is
     * asked for. Answers whether it was such a report.
     *
     * @param message as it came
     * @param sites whose mails the caller may report about
     */
    public Future<Boolean> take(byte[] message, IntPredicate sites) {
        if (message.length > LONGEST) {
            return Future.succeededFuture(false);
        }
        return vertx.executeBlocking(() -> BounceReader.read(message), false)
                .compose(report ->
                        report.map(known -> note(known, sites)).orElseGet(() -> Future.succeededFuture(false)));
    }

    private Future<Boolean> note(BounceReport report, IntPredicate sites) {
        return database.query(client -> reports.sent(client, report.messageId()))
                .compose(found -> {
                    var sent = found.filter(each -> sites.test(each.siteId()));
                    var failure = sent.flatMap(each -> failureOf(each, report));
                    return failure.isEmpty()
                            ? Future.succeededFuture(false)
                            : note(sent.orElseThrow(), failure.get()).map(true);
                });
    }

    /** The same report twice counts once. */
    private Future<Void> note(Sent sent, Failure failure) {
        return database.transaction(client -> reports.markBounced(client, sent, failure.status())
                .compose(first -> first
                        ? addresses.bounce(client, sent.siteId(), sent.addressId(), failure.status())
                        : Future.succeededFuture()));
    }

    private static Optional<Failure> failureOf(Sent sent, BounceReport report) {
        return report.failures().stream()
                .filter(failure -> CanonicalEmail.isSame(sent.email(), failure.recipient()))
                .findFirst();
    }
}

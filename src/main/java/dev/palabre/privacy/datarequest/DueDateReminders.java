package dev.palabre.privacy.datarequest;

import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.mail.outbox.DailySiteJob;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.LocalDate;

/**
 * In the morning of each site, a mail to its moderators where a request is due within a week. Any node may do it: that they
 * were told is noted with the request, in the transaction that writes the mail, so it is done once.
 */
public final class DueDateReminders {
    private static final int DAYS = 7;

    private final Database database;
    private final Outbox outbox;
    private final DailySiteJob mornings;
    private final DataRequestStore store = new DataRequestStore();

    /** The reminders of all sites of a database. */
    public DueDateReminders(Database database, Sites sites, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
        mornings = new DailySiteJob("reminders", sites, outbox, this::of);
    }

    /** Begins to look after what is due. */
    void start(Vertx vertx) {
        mornings.start(vertx);
    }

    /** Writes what is to be said at this moment; answers of how many requests. */
    public Future<Integer> run(Instant now) {
        return mornings.run(now);
    }

    private Future<Integer> of(Site site, LocalDate today, Instant now) {
        var by = today.plusDays(DAYS + 1L)
                .atStartOfDay(site.settings().timezone())
                .toInstant();
        return database.transaction(client -> store.warn(client, site.id(), by).compose(warned -> outbox.toModerators(
                        client,
                        DataRequests.DUE,
                        warned.stream()
                                .limit(1)
                                .map(id -> new Claim(site.id(), null, id, "open"))
                                .toList())
                .map(warned.size())));
    }
}

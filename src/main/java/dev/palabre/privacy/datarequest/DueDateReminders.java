package dev.palabre.privacy.datarequest;

import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.jobs.Job;
import dev.palabre.mail.outbox.DailySiteJob;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Mails the moderators of a site in the morning when a request is due within a week, once: that they were notified is stored
 * with the request, in the transaction that queues the mail.
 */
public final class DueDateReminders {
    private static final String NAME = "due-date-reminders";
    private static final int DAYS = 7;

    private final Database database;
    private final Outbox outbox;
    private final DailySiteJob daily;
    private final DataRequestStore store = new DataRequestStore();

    /** The reminders of all sites of a database. */
    public DueDateReminders(Database database, Sites sites, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
        daily = new DailySiteJob(NAME, sites, outbox, this::remind);
    }

    /** The job. */
    Job job() {
        return daily.job();
    }

    /** Queues the mails that are due at this moment; answers the number of requests that they are about. */
    public Future<Integer> run(Instant now) {
        return daily.run(now);
    }

    private Future<Integer> remind(Site site, LocalDate today, Instant now) {
        var by = today.plusDays(DAYS + 1L)
                .atStartOfDay(site.settings().timezone())
                .toInstant();
        return database.transaction(
                client -> store.markReminded(client, site.id(), by).compose(due -> outbox.toModerators(
                                client,
                                DataRequests.DUE,
                                due.stream()
                                        .limit(1)
                                        .map(id -> new Claim(site.id(), null, id, "open"))
                                        .toList())
                        .map(due.size())));
    }
}

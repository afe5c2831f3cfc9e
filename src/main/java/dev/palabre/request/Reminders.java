package dev.palabre.request;

import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.sql.Idempotency.Claim;
import dev.palabre.mail.Outbox;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In the morning of each site, a mail to its moderators where a request is due within a week. Any node may do it: that they
 * were told is noted with the request, in the transaction that writes the mail, so it is done once.
 */
public final class Reminders {
    private static final Logger LOG = LoggerFactory.getLogger(Reminders.class);
    private static final int MORNING = 7;
    private static final int DAYS = 7;

    private final Database database;
    private final Sites sites;
    private final Outbox outbox;
    private final RequestStore store = new RequestStore();

    /** The reminders of all sites of a database. */
    public Reminders(Database database, Sites sites, Outbox outbox) {
        this.database = database;
        this.sites = sites;
        this.outbox = outbox;
    }

    /** Writes what is to be said at this moment; answers of how many requests. What fails is done at the next call. */
    public Future<Integer> run(Instant now) {
        return sites.list().compose(all -> {
            var done = Future.succeededFuture(0);
            for (var site : all) {
                done = done.compose(warned -> of(site, now)
                        .onFailure(
                                failure -> LOG.warn("reminders of a site could not be written: {}", failure.toString()))
                        .otherwise(0)
                        .map(more -> warned + more));
            }
            return done.onSuccess(warned -> {
                if (warned > 0) {
                    outbox.wake();
                }
            });
        });
    }

    private Future<Integer> of(Site site, Instant now) {
        var zone = site.settings().timezone();
        var local = LocalDateTime.ofInstant(now, zone);
        if (local.getHour() < MORNING) {
            return Future.succeededFuture(0);
        }
        var by = local.toLocalDate().plusDays(DAYS + 1L).atStartOfDay(zone).toInstant();
        return database.transaction(client -> store.warn(client, site.id(), by).compose(warned -> outbox.toModerators(
                        client,
                        Requests.DUE,
                        warned.stream()
                                .limit(1)
                                .map(id -> new Claim(site.id(), null, id, "open"))
                                .toList())
                .map(warned.size())));
    }
}

package dev.palabre.subscription;

import dev.palabre.db.Database;
import dev.palabre.mail.outbox.DailySiteJob;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.subscription.DigestStore.Look;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Once a day, in the morning of each site, a letter to everybody who is told daily and for whom there is something new.
 * Any node may do it; a lock of the site and the day that is noted see to it that it is done once.
 */
public final class Digests {
    private static final int READERS_AT_ONCE = 200;

    /** What was published just now may not be committed yet: it belongs to the next day. */
    private static final Duration COMMITTED = Duration.ofMinutes(2);

    private final Database database;
    private final Outbox outbox;
    private final DailySiteJob mornings;
    private final DigestStore store = new DigestStore();

    /** The digests of all sites of a database. */
    public Digests(Database database, Sites sites, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
        mornings = new DailySiteJob("digests", sites, outbox, this::of);
    }

    /** Begins to look after what is due. */
    void start(Vertx vertx) {
        mornings.start(vertx);
    }

    /** Writes what is due at this moment; answers how many letters. */
    public Future<Integer> run(Instant now) {
        return mornings.run(now);
    }

    private Future<Integer> of(Site site, LocalDate today, Instant now) {
        return site.settings().follow() ? look(site, today, now.minus(COMMITTED)) : Future.succeededFuture(0);
    }

    private Future<Integer> look(Site site, LocalDate day, Instant until) {
        return database.transaction(client -> store.lock(client, site.id())
                        .compose(locked -> store.look(
                                client,
                                Outbox.FOLLOW_DIGEST,
                                outbox.mailHost(),
                                site.id(),
                                day,
                                until,
                                READERS_AT_ONCE)))
                .compose(look -> rest(site, day, until, look));
    }

    private Future<Integer> rest(Site site, LocalDate day, Instant until, Look look) {
        return look.pages() == 0
                ? Future.succeededFuture(look.letters())
                : look(site, day, until).map(more -> look.letters() + more);
    }
}

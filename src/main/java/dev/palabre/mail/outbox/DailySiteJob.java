package dev.palabre.mail.outbox;

import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again at every site whose morning has come, one after the other, for letters that are written once a day.
 * Any node looks; that each letter is written once is the care of whoever writes it.
 */
public final class DailySiteJob {
    private static final Logger LOG = LoggerFactory.getLogger(DailySiteJob.class);
    private static final int HOUR = 7;
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration ROUND = Duration.ofMinutes(10);

    private final String what;
    private final Sites sites;
    private final Outbox outbox;
    private final Letters letters;

    /** What is written in a site's morning. */
    @FunctionalInterface
    public interface Letters {
        /** Writes what is due; answers how many. {@code today} is the site's own. */
        Future<Integer> write(Site site, LocalDate today, Instant now);
    }

    /** The mornings of these sites; {@code what} names the letters in a log. */
    public DailySiteJob(String what, Sites sites, Outbox outbox, Letters letters) {
        this.what = what;
        this.sites = sites;
        this.outbox = outbox;
        this.letters = letters;
    }

    /** Begins to look. */
    public void start(Vertx vertx) {
        vertx.setTimer(FIRST.toMillis(), soon -> look());
        vertx.setPeriodic(ROUND.toMillis(), again -> look());
    }

    /** Writes what is due at this moment; answers how many. What fails is done at the next call. */
    public Future<Integer> run(Instant now) {
        return sites.list().compose(all -> {
            var done = Future.succeededFuture(0);
            for (var site : all) {
                done = done.compose(written -> of(site, now)
                        .onFailure(failure -> LOG.warn("{}: {}: {}", what, site.key(), failure.toString()))
                        .otherwise(0)
                        .map(more -> written + more));
            }
            return done.onSuccess(written -> {
                if (written > 0) {
                    outbox.wake();
                }
            });
        });
    }

    private void look() {
        run(Instant.now()).onFailure(failure -> LOG.warn("{}: {}", what, failure.toString()));
    }

    private Future<Integer> of(Site site, Instant now) {
        var local = now.atZone(site.settings().timezone());
        return local.getHour() < HOUR ? Future.succeededFuture(0) : letters.write(site, local.toLocalDate(), now);
    }
}

package dev.palabre.privacy.retention;

import dev.palabre.db.Database;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through each site once a day, from three o'clock at night on of the site's own time; one node does. */
final class RetentionJob {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
    private static final Duration FIRST = Duration.ofMinutes(2);
    private static final Duration ROUND = Duration.ofMinutes(20);
    private static final int QUIET_HOUR = 3;
    private static final Duration AT_MOST = Duration.ofMinutes(5);

    /** Longer than a run and its last batch take. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofMinutes(15);

    private final Database database;
    private final Sites sites;
    private final Retention retention;
    private final InstantSource clock;
    private final DailyRunStore days = new DailyRunStore();

    RetentionJob(Database database, Sites sites, Retention retention, InstantSource clock) {
        this.database = database;
        this.sites = sites;
        this.retention = retention;
        this.clock = clock;
    }

    void start(Vertx vertx) {
        vertx.setTimer(FIRST.toMillis(), soon -> round());
        vertx.setPeriodic(ROUND.toMillis(), round -> round());
    }

    /** Does what is to be done today on each site and what nobody else is doing; what fails is done later. */
    Future<Void> round() {
        return sites.list()
                .compose(all -> {
                    var done = Future.<Void>succeededFuture();
                    for (var site : all) {
                        done = done.transform(before -> today(site));
                    }
                    return done;
                })
                .onFailure(failure -> LOG.warn("retention: sites could not be gone through: {}", failure.toString()));
    }

    private Future<Void> today(Site site) {
        var day = day(site);
        return database.query(client -> days.meet(client, site.id(), day))
                .compose(met -> database.query(client -> days.claim(client, site.id(), day, LEASE)))
                .compose(ours -> ours ? through(site) : Future.succeededFuture())
                .onFailure(failure -> LOG.warn("retention: {}: {}", site.key(), failure.toString()));
    }

    private Future<Void> through(Site site) {
        return retention
                .run(site, RunTrigger.SCHEDULE, AT_MOST)
                .compose(pass -> database.query(client -> days.end(client, site.id(), pass.complete(), PAUSE)))
                .compose(ended -> retention.forgetRuns(site));
    }

    /** A day begins at the quiet hour. */
    private LocalDate day(Site site) {
        return clock.instant()
                .atZone(site.settings().timezone())
                .minusHours(QUIET_HOUR)
                .toLocalDate();
    }
}

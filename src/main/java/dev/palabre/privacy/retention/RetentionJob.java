package dev.palabre.privacy.retention;

import dev.palabre.db.Database;
import dev.palabre.jobs.Job;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the retention of each site once a day, after three o'clock at night in its time zone, on one node. */
final class RetentionJob {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
    private static final Duration INTERVAL = Duration.ofMinutes(20);

    /** Each site has its own lease and limit; this bounds a run over all of them. */
    private static final Duration TIMEOUT = Duration.ofHours(2);

    private static final int QUIET_HOUR = 3;
    private static final Duration SITE_LIMIT = Duration.ofMinutes(5);

    /** Longer than a site's run and its last batch take. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofMinutes(15);

    private final Database database;
    private final Sites sites;
    private final Retention retention;
    private final InstantSource clock;
    private final DailyRunStore runs = new DailyRunStore();

    RetentionJob(Database database, Sites sites, Retention retention, InstantSource clock) {
        this.database = database;
        this.sites = sites;
        this.retention = retention;
        this.clock = clock;
    }

    /** The job: on every node, as the nodes share the sites by a lease for each. */
    Job job() {
        return Job.onEveryNode("retention", INTERVAL, this::run).timeout(TIMEOUT);
    }

    /** Processes the sites that are due today and that no other node processes; a site that fails is tried again later. */
    Future<Void> run() {
        return sites.list().compose(all -> {
            var done = Future.<Void>succeededFuture();
            for (var site : all) {
                done = done.transform(before -> processIfDue(site));
            }
            return done;
        });
    }

    private Future<Void> processIfDue(Site site) {
        var day = day(clock.instant(), site.settings().timezone());
        return database.query(client -> runs.insert(client, site.id(), day))
                .compose(known -> database.query(client -> runs.claim(client, site.id(), day, LEASE)))
                .compose(claimed -> claimed ? process(site) : Future.succeededFuture())
                .onFailure(failure -> LOG.warn("retention: {}: {}", site.key(), failure.toString()));
    }

    private Future<Void> process(Site site) {
        return retention
                .run(site, RunTrigger.SCHEDULE, SITE_LIMIT)
                .compose(result -> database.query(client -> runs.finish(client, site.id(), result.complete(), PAUSE)))
                .compose(finished -> retention.deleteOldRuns(site));
    }

    /** The day that a moment belongs to: days begin at the quiet hour. */
    static LocalDate day(Instant now, ZoneId zone) {
        return now.atZone(zone).minusHours(QUIET_HOUR).toLocalDate();
    }
}

package dev.palabre.mail.outbox;

import dev.palabre.jobs.Job;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues mails once a day for each site, from seven in the morning of its time zone on. It runs often and on any node:
 * {@link Messages} makes sure that each mail is queued once.
 */
public final class DailySiteJob {
    private static final Logger LOG = LoggerFactory.getLogger(DailySiteJob.class);
    private static final int HOUR = 7;
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Duration TIMEOUT = Duration.ofHours(1);

    private final String name;
    private final Sites sites;
    private final Outbox outbox;
    private final Messages messages;

    /** The mails of a site's day. */
    @FunctionalInterface
    public interface Messages {
        /** Queues the mails that are due; answers how many. {@code today} is the day in the site's time zone. */
        Future<Integer> queue(Site site, LocalDate today, Instant now);
    }

    /** A job for these sites; {@code name} is the job's. */
    public DailySiteJob(String name, Sites sites, Outbox outbox, Messages messages) {
        this.name = name;
        this.sites = sites;
        this.outbox = outbox;
        this.messages = messages;
    }

    /** The job, which runs on one node of the cluster at a time. */
    public Job job() {
        return Job.onOneNode(name, INTERVAL, () -> run(Instant.now())).timeout(TIMEOUT);
    }

    /** Queues what is due at this moment; answers how many. A site that fails is tried again with the next run. */
    public Future<Integer> run(Instant now) {
        return sites.list().compose(all -> {
            var done = Future.succeededFuture(0);
            for (var site : all) {
                done = done.compose(queued -> ofSite(site, now)
                        .onFailure(failure -> LOG.warn("{}: {}: {}", name, site.key(), failure.toString()))
                        .otherwise(0)
                        .map(more -> queued + more));
            }
            return done.onSuccess(queued -> {
                if (queued > 0) {
                    outbox.wake();
                }
            });
        });
    }

    private Future<Integer> ofSite(Site site, Instant now) {
        var local = now.atZone(site.settings().timezone());
        return local.getHour() < HOUR ? Future.succeededFuture(0) : messages.queue(site, local.toLocalDate(), now);
    }
}

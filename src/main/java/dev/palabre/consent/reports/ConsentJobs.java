package dev.palabre.consent.reports;

import dev.palabre.consent.proof.Anchors;
import dev.palabre.consent.proof.Seals;
import dev.palabre.jobs.Job;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Background work of consent: writes statistics, seals records, takes anchors, removes old reports. */
public final class ConsentJobs {
    private static final Logger LOG = LoggerFactory.getLogger(ConsentJobs.class);
    private static final Duration COUNTS = Duration.ofMinutes(1);
    private static final Duration SEALS = Duration.ofMinutes(5);
    private static final Duration HOUSEKEEPING = Duration.ofHours(1);

    private final Sites sites;
    private final Seals seals;
    private final Anchors anchors;
    private final UndeclaredTrackers leaks;
    private final Statistics statistics;

    public ConsentJobs(Sites sites, Seals seals, Anchors anchors, UndeclaredTrackers leaks, Statistics statistics) {
        this.sites = sites;
        this.seals = seals;
        this.anchors = anchors;
        this.leaks = leaks;
        this.statistics = statistics;
    }

    /** The jobs; anchors are files of each node, so that every node runs the housekeeping. */
    public List<Job> jobs() {
        return List.of(
                Job.onEveryNode("consent-statistics", COUNTS, this::count),
                Job.onOneNode("consent-seals", SEALS, this::seal),
                Job.onEveryNode("consent-housekeeping", HOUSEKEEPING, this::keepHouse));
    }

    Future<Void> count() {
        return told("counts could not be written", statistics.flush());
    }

    public Future<Void> seal() {
        return told("records could not be sealed", seals.seal());
    }

    /** What fails is done at the next round, and keeps nothing else from being done. */
    public Future<Void> keepHouse() {
        return told("sites could not be listed", sites.list())
                .compose(all -> Future.join(
                        told("anchors could not be taken", each(all, anchors::anchor)),
                        told("old leaks could not be removed", each(all, leaks::purge))))
                .mapEmpty();
    }

    private static Future<Void> each(List<Site> sites, Function<Site, Future<Void>> work) {
        var done = Future.<Void>succeededFuture();
        for (var site : sites) {
            done = done.transform(before -> {
                var now = work.apply(site);
                return before.failed() ? now.compose(kept -> Future.failedFuture(before.cause())) : now;
            });
        }
        return done;
    }

    private static <T> Future<T> told(String what, Future<T> work) {
        return work.onFailure(failure -> LOG.warn("consent: {}: {}", what, failure.toString()));
    }
}

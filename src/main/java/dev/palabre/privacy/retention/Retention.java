package dev.palabre.privacy.retention;

import dev.palabre.db.Database;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each site keeps for how long: what is due, and its erasure, rule by rule and batch by batch. */
public final class Retention {
    /** Few enough that a batch ends long before the deadline of a use of the database. */
    static final int BATCH = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration LOG_KEPT = Duration.ofDays(1_095);

    private final Database database;
    private final List<RetentionRule> rules;
    private final InstantSource clock;
    private final RetentionRunStore runs = new RetentionRunStore();
    private final DailyRunStore days = new DailyRunStore();

    /** Retention by these rules, in their order. */
    public Retention(Database database, List<RetentionRule> rules, InstantSource clock) {
        this.database = database;
        this.rules = rules;
        this.clock = clock;
    }

    /** What a run would remove from a site now, rule by rule; changes nothing. */
    public Future<List<DueCount>> plan(Site site) {
        var planned = Future.<List<DueCount>>succeededFuture(new ArrayList<>());
        for (var rule : rules) {
            planned = planned.compose(before -> due(site, rule).map(due -> {
                before.add(due);
                return before;
            }));
        }
        return planned;
    }

    /** Removes what is due, for no longer than this; what is left then is due the next time. Each rule's work is logged. */
    public Future<RunResult> run(Site site, RunTrigger cause, Duration atMost) {
        var end = clock.instant().plus(atMost);
        var passed = Future.succeededFuture(new RunResult(List.of(), true));
        for (var rule : rules) {
            var kept = rule.days(site.settings().keep());
            passed = kept == 0
                    ? passed
                    : passed.compose(before -> by(rule, site, kept, cause, end).map(after -> joined(before, after)));
        }
        return passed;
    }

    /** What was removed from a site, the newest first. */
    public Future<List<RetentionRun>> log(Site site, int limit) {
        return database.query(client -> runs.newest(client, site.id(), limit));
    }

    /** When the daily run last went through all of a site; empty where it has not done so yet. */
    public Future<Optional<Instant>> lastDaily(Site site) {
        return database.query(client -> days.finished(client, site.id()));
    }

    /** Removes rows of the log that are three years old. */
    Future<Void> forgetRuns(Site site) {
        return database.query(client -> runs.purge(client, site.id(), LOG_KEPT));
    }

    private Future<DueCount> due(Site site, RetentionRule rule) {
        var kept = rule.days(site.settings().keep());
        return kept == 0
                ? Future.succeededFuture(new DueCount(rule.name(), 0, 0))
                : rule.due(site.id(), before(kept)).map(due -> new DueCount(rule.name(), kept, due));
    }

    private Instant before(int days) {
        return clock.instant().minus(Duration.ofDays(days));
    }

    private Future<RunResult> by(RetentionRule rule, Site site, int kept, RunTrigger cause, Instant end) {
        var work = new Work(rule, site.id(), before(kept), end);
        var started = clock.instant();
        return work.all().compose(finished -> told(site, work, cause, started, null), failure -> {
            LOG.warn("retention: {} of {} could not all be erased: {}", rule.name(), site.key(), kind(failure));
            return told(site, work, cause, started, kind(failure));
        });
    }

    /** The rows of one rule of one run. */
    private final class Work {
        private final RetentionRule rule;
        private final int siteId;
        private final Instant before;
        private final Instant end;
        private long removed;
        private boolean exhausted;

        Work(RetentionRule rule, int siteId, Instant before, Instant end) {
            this.rule = rule;
            this.siteId = siteId;
            this.before = before;
            this.end = end;
        }

        /** Batch after batch. One calls the next and does not wait for it: thousands of them must not be nested. */
        Future<Void> all() {
            Promise<Void> done = Promise.promise();
            next(done);
            return done.future();
        }

        private void next(Promise<Void> done) {
            if (!clock.instant().isBefore(end)) {
                done.complete();
                return;
            }
            rule.erase(siteId, before, BATCH)
                    .onSuccess(erased -> {
                        removed += erased;
                        exhausted = erased == 0;
                        if (exhausted) {
                            done.complete();
                        } else {
                            next(done);
                        }
                    })
                    .onFailure(done::fail);
        }
    }

    private Future<RunResult> told(Site site, Work work, RunTrigger cause, Instant started, @Nullable String failure) {
        var run = new RetentionRun(work.rule.name(), cause.wire(), started, clock.instant(), work.removed, failure);
        if (work.removed == 0 && failure == null) {
            return Future.succeededFuture(new RunResult(List.of(), work.exhausted));
        }
        return database.query(client -> runs.insert(client, site.id(), run))
                .map(new RunResult(List.of(run), work.exhausted && failure == null));
    }

    private static RunResult joined(RunResult one, RunResult other) {
        var all = new ArrayList<>(one.runs());
        all.addAll(other.runs());
        return new RunResult(List.copyOf(all), one.complete() && other.complete());
    }

    /** Its kind alone: what a database says of a row that failed may quote the row. */
    private static String kind(Throwable failure) {
        return failure instanceof PgException pg
                ? "PostgreSQL " + pg.getSqlState()
                : failure.getClass().getSimpleName();
    }
}

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

/** Retention of each site: what is due, and its erasure, rule by rule and batch by batch. */
public final class Retention {
    /** Rows of a batch: few enough to fit the statement timeout. */
    static final int BATCH = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration LOG_PERIOD = Duration.ofDays(1_095);

    private final Database database;
    private final List<RetentionRule> rules;
    private final InstantSource clock;
    private final RetentionRunStore runs = new RetentionRunStore();
    private final DailyRunStore daily = new DailyRunStore();

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

    /** Removes what is due, within a time limit; the rest is due the next time. Each rule's work is logged. */
    public Future<RunResult> run(Site site, RunTrigger trigger, Duration limit) {
        var end = clock.instant().plus(limit);
        var result = Future.succeededFuture(new RunResult(List.of(), true));
        for (var rule : rules) {
            var days = rule.days(site.settings().keep());
            result = days == 0
                    ? result
                    : result.compose(
                            before -> apply(rule, site, days, trigger, end).map(after -> joined(before, after)));
        }
        return result;
    }

    /** Runs that removed something from a site, the newest first. */
    public Future<List<RetentionRun>> log(Site site, int limit) {
        return database.query(client -> runs.newest(client, site.id(), limit));
    }

    /** When the last daily run over a site finished; empty before the first. */
    public Future<Optional<Instant>> lastDaily(Site site) {
        return database.query(client -> daily.finished(client, site.id()));
    }

    /** Deletes rows of the log after three years. */
    Future<Void> deleteOldRuns(Site site) {
        return database.query(client -> runs.purge(client, site.id(), LOG_PERIOD));
    }

    private Future<DueCount> due(Site site, RetentionRule rule) {
        var days = rule.days(site.settings().keep());
        return days == 0
                ? Future.succeededFuture(new DueCount(rule.name(), 0, 0))
                : rule.due(site.id(), before(days)).map(due -> new DueCount(rule.name(), days, due));
    }

    private Instant before(int days) {
        return clock.instant().minus(Duration.ofDays(days));
    }

    private Future<RunResult> apply(RetentionRule rule, Site site, int days, RunTrigger trigger, Instant end) {
        var work = new Work(rule, site.id(), before(days), end);
        var started = clock.instant();
        return work.all().compose(finished -> record(site, work, trigger, started, null), failure -> {
            LOG.warn("retention: {} of {} could not all be erased: {}", rule.name(), site.key(), kind(failure));
            return record(site, work, trigger, started, kind(failure));
        });
    }

    /** The batches of one rule in one run. */
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

        /** Batch after batch; each starts the next without nesting, as there may be thousands. */
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

    private Future<RunResult> record(
            Site site, Work work, RunTrigger trigger, Instant started, @Nullable String failure) {
        var run = new RetentionRun(work.rule.name(), trigger.wire(), started, clock.instant(), work.removed, failure);
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

    /** The kind of a failure, without its message, which may quote a row. */
    private static String kind(Throwable failure) {
        return failure instanceof PgException pg
                ? "PostgreSQL " + pg.getSqlState()
                : failure.getClass().getSimpleName();
    }
}

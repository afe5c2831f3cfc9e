package dev.palabre.privacy.retention;

import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import dev.palabre.jobs.Job;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Wires retention: what is due, its daily erasure, and the log of erasures. */
public final class RetentionModule {
    private final Retention retention;
    private final RetentionJob daily;
    private final ErasureLog log;
    private final ErasureReplay replay;

    /**
     * Retention in a database.
     *
     * @param dataFolder where the log of erasures is
     * @param rules what is kept how long
     * @param replayers erase again what a backup brought back
     */
    public RetentionModule(
            Vertx vertx,
            Database database,
            Notifications notifications,
            Sites sites,
            InstantSource clock,
            Path dataFolder,
            List<RetentionRule> rules,
            List<ErasureReplayer> replayers) {
        retention = new Retention(database, rules, clock);
        daily = new RetentionJob(database, sites, retention, clock);
        replay = new ErasureReplay(replayers);
        log = new ErasureLog(vertx, database, notifications, dataFolder, clock);
    }

    /** What is due, and its erasure. */
    public Retention retention() {
        return retention;
    }

    /** Erases again what a backup brought back. */
    public ErasureReplay replay() {
        return replay;
    }

    /** The log of erasures. */
    public ErasureLog log() {
        return log;
    }

    /** Background work. */
    public List<Job> jobs() {
        var jobs = new ArrayList<>(log.jobs());
        jobs.add(daily.job());
        return jobs;
    }

    /** Writes erasures to the log as soon as they are committed, besides the job that looks for missed ones. */
    public void start() {
        log.subscribe();
    }

    /** Writes what is not in the log yet. */
    public Future<Void> stop() {
        return log.stop();
    }

    /** The daily erasure of all sites that are due; for tests. */
    Future<Void> runDaily() {
        return daily.run();
    }
}

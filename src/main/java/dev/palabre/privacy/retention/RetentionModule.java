package dev.palabre.privacy.retention;

import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Puts the room together: what is due, its daily erasure, and the log of what was erased. */
public final class RetentionModule {
    private final Vertx vertx;
    private final Retention retention;
    private final RetentionJob rounds;
    private final ErasureLog log;
    private final ErasureReplay replay;

    /** What the room works with; the log of erasures is kept in {@code dataFolder}. */
    public record Ground(
            Vertx vertx, Database database, Notifications changes, Sites sites, InstantSource clock, Path dataFolder) {}

    /** A room on this ground, with these rules. */
    public RetentionModule(Ground ground, List<RetentionRule> rules, List<ErasureReplayer> replayers) {
        vertx = ground.vertx();
        retention = new Retention(ground.database(), rules, ground.clock());
        rounds = new RetentionJob(ground.database(), ground.sites(), retention, ground.clock());
        replay = new ErasureReplay(replayers);
        log = new ErasureLog(vertx, ground.database(), ground.changes(), ground.dataFolder(), ground.clock());
    }

    /** What is due, and its erasure. */
    public Retention retention() {
        return retention;
    }

    /** Erases again what a backup brought back. */
    public ErasureReplay replay() {
        return replay;
    }

    /** The log of what was erased. */
    public ErasureLog log() {
        return log;
    }

    /** Starts what is done again and again. */
    public void start() {
        rounds.start(vertx);
        log.start();
    }

    /** Writes what the log has not got yet. */
    public Future<Void> stop() {
        return log.stop();
    }

    /** For tests, which do not wait for the night. */
    Future<Void> round() {
        return rounds.round();
    }
}

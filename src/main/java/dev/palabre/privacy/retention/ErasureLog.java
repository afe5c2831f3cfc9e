package dev.palabre.privacy.retention;

import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what was erased, on whatever node, from the database to the file of this node, as soon as it is committed. The
 * newest line says how far it has come, so that a node which was away catches up: the file of any node has all of it.
 */
public final class ErasureLog {
    /** Longer than any backup should be kept, by far. */
    static final Duration KEPT = Duration.ofDays(400);

    private static final Logger LOG = LoggerFactory.getLogger(ErasureLog.class);
    private static final Duration ROUND = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int PAGE = 1_000;

    /** Rows are dated when their transaction begins, and seen when it has ended. */
    private static final Duration QUICK = Duration.ofSeconds(15);

    private static final Duration SLOW = Duration.ofMinutes(15);
    private static final long BREATH_MILLIS = 200;

    private final Vertx vertx;
    private final Database database;
    private final Notifications changes;
    private final ErasureFile file;
    private final InstantSource clock;
    private final ErasureStore store = new ErasureStore();
    private final AtomicBoolean soon = new AtomicBoolean();

    /** What the file has of the last minutes; worker threads alone touch it and what stands below, and wait for each other. */
    private final Map<ErasureRecord.Key, Instant> recent = new HashMap<>();

    private Instant mark = Instant.EPOCH;
    private boolean read;

    private volatile boolean stopped;
    private Future<Void> last = Future.succeededFuture();

    /** The log of a database's erasures in a data folder. */
    public ErasureLog(Vertx vertx, Database database, Notifications changes, Path dataFolder, InstantSource clock) {
        this.vertx = vertx;
        this.database = database;
        this.changes = changes;
        this.file = new ErasureFile(dataFolder);
        this.clock = clock;
    }

    /** Where the lines stand. */
    public Path file() {
        return file.path();
    }

    /** Follows the database from now on. */
    void start() {
        changes.on(ErasureStore.CHANGED, notice -> soon());
        changes.onReset(this::soon);
        vertx.setPeriodic(ROUND.toMillis(), round -> catchUp());
        vertx.setTimer(ROUND.toMillis(), first -> forget());
        vertx.setPeriodic(DAY.toMillis(), day -> forget());
    }

    /** Writes what is committed and not in the file yet; what fails is tried again at the next round. */
    public Future<Void> catchUp() {
        return catchUp(SLOW);
    }

    /** Writes what is left, and follows the database no longer. */
    Future<Void> stop() {
        stopped = true;
        return catchUp();
    }

    /** Drops lines and rows that are older than any backup. */
    Future<Void> forget() {
        var before = clock.instant().minus(KEPT);
        return vertx.executeBlocking(() -> {
                    file.drop(before);
                    return null;
                })
                .compose(dropped -> database.query(client -> store.purge(client, KEPT)))
                .onFailure(failure -> LOG.warn("old erasures could not be dropped: {}", failure.toString()))
                .mapEmpty();
    }

    private void soon() {
        if (soon.compareAndSet(false, true)) {
            vertx.setTimer(BREATH_MILLIS, rested -> {
                soon.set(false);
                if (!stopped) {
                    catchUp(QUICK);
                }
            });
        }
    }

    private synchronized Future<Void> catchUp(Duration back) {
        last = last.transform(before -> once(back))
                .onFailure(failure -> LOG.error("what was erased is not in {}: {}", file.path(), failure.toString()));
        return last;
    }

    private Future<Void> once(Duration back) {
        return vertx.executeBlocking(this::known)
                .compose(mark -> page(new ErasureRecord(0, "", new UUID(0, 0), from(mark, back))));
    }

    private static Instant from(Instant mark, Duration back) {
        return mark.equals(Instant.EPOCH) ? mark : mark.minus(back);
    }

    private Future<Void> page(ErasureRecord after) {
        return database.query(client -> store.since(client, after, PAGE)).compose(rows -> vertx.executeBlocking(() -> {
                    keep(rows);
                    return null;
                })
                .compose(kept -> rows.size() < PAGE ? Future.succeededFuture() : page(rows.get(rows.size() - 1))));
    }

    /** What the file has, and how far that goes; read once. */
    private Instant known() {
        synchronized (recent) {
            if (!read) {
                file.read(each -> {
                    mark = each.at().isAfter(mark) ? each.at() : mark;
                    recent.put(each.key(), each.at());
                });
                read = true;
                forgetRecent();
            }
            return mark;
        }
    }

    private void keep(List<ErasureRecord> rows) {
        synchronized (recent) {
            var fresh =
                    rows.stream().filter(row -> !recent.containsKey(row.key())).toList();
            if (!fresh.isEmpty()) {
                file.append(fresh);
                fresh.forEach(row -> recent.put(row.key(), row.at()));
                mark = fresh.stream()
                        .map(ErasureRecord::at)
                        .reduce(mark, (one, other) -> one.isAfter(other) ? one : other);
                forgetRecent();
            }
        }
    }

    private void forgetRecent() {
        var horizon = from(mark, SLOW);
        recent.values().removeIf(at -> at.isBefore(horizon));
    }
}

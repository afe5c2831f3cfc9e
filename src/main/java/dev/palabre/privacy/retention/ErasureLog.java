package dev.palabre.privacy.retention;

import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import dev.palabre.jobs.Job;
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
 * Copies erasures of all nodes from the database to a file of this node, as soon as they are committed. The newest line tells
 * how far it has come, so that a node which was down catches up: the file of each node is complete.
 */
public final class ErasureLog {
    /** Much longer than any backup should be kept. */
    static final Duration PERIOD = Duration.ofDays(400);

    private static final Logger LOG = LoggerFactory.getLogger(ErasureLog.class);
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int PAGE = 1_000;

    /** Rows have the time at which their transaction started, and are visible when it has ended. */
    private static final Duration QUICK = Duration.ofSeconds(15);

    private static final Duration SLOW = Duration.ofMinutes(15);
    private static final long DEBOUNCE_MILLIS = 200;

    private final Vertx vertx;
    private final Database database;
    private final Notifications notifications;
    private final ErasureFile file;
    private final InstantSource clock;
    private final ErasureStore store = new ErasureStore();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Lines of the last minutes; only worker threads use it and the fields below, one at a time. */
    private final Map<ErasureRecord.Key, Instant> recent = new HashMap<>();

    private Instant mark = Instant.EPOCH;
    private boolean read;

    private volatile boolean stopped;
    private Future<Void> last = Future.succeededFuture();

    /** The log of a database's erasures, in a data folder. */
    public ErasureLog(
            Vertx vertx, Database database, Notifications notifications, Path dataFolder, InstantSource clock) {
        this.vertx = vertx;
        this.database = database;
        this.notifications = notifications;
        this.file = new ErasureFile(dataFolder);
        this.clock = clock;
    }

    /** The file. */
    public Path file() {
        return file.path();
    }

    /** Writes erasures as soon as the database notifies of them. */
    void subscribe() {
        notifications.on(ErasureStore.CHANGED, notice -> schedule());
        notifications.onReset(this::schedule);
    }

    /** Background work: to write what was missed, and to delete old lines. */
    List<Job> jobs() {
        return List.of(
                Job.onEveryNode("erasure-log", INTERVAL, this::catchUp),
                Job.onEveryNode("erasure-log-cleanup", DAY, this::deleteOld));
    }

    /** Writes what is committed and not in the file yet; what fails is tried again with the next run. */
    public Future<Void> catchUp() {
        return catchUp(SLOW);
    }

    /** Writes what is left, and ignores further notifications. */
    Future<Void> stop() {
        stopped = true;
        return catchUp();
    }

    /** Deletes lines and rows that are older than any backup. */
    Future<Void> deleteOld() {
        var before = clock.instant().minus(PERIOD);
        return vertx.executeBlocking(() -> {
                    file.drop(before);
                    return null;
                })
                .compose(dropped -> database.query(client -> store.purge(client, PERIOD)))
                .mapEmpty();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            vertx.setTimer(DEBOUNCE_MILLIS, due -> {
                scheduled.set(false);
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

    /** The time of the newest line; the file is read once. */
    private Instant known() {
        synchronized (recent) {
            if (!read) {
                file.read(each -> {
                    mark = each.at().isAfter(mark) ? each.at() : mark;
                    recent.put(each.key(), each.at());
                });
                read = true;
                dropOldRecent();
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
                dropOldRecent();
            }
        }
    }

    private void dropOldRecent() {
        var horizon = from(mark, SLOW);
        recent.values().removeIf(at -> at.isBefore(horizon));
    }
}

package dev.palabre.consent.reports;

import dev.palabre.consent.choice.ConsentEvent;
import dev.palabre.consent.policy.Policy;
import dev.palabre.db.Database;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often visitors were asked, and what they answered: counted in memory, written by the minute. No number belongs to
 * anybody. A node that dies takes at most a minute of them along, so they are called approximate.
 */
public final class Statistics {
    private static final int SHOWN = 0;
    private static final int ACCEPTED = 1;
    private static final int REFUSED = 2;
    private static final int PARTIAL = 3;
    private static final int WITHDRAWN = 4;
    private static final int KINDS = 5;

    private final Database database;
    private final InstantSource clock;
    private final StatisticStore store = new StatisticStore();
    private final Map<Key, AtomicLongArray> counts = new ConcurrentHashMap<>();

    private record Key(int siteId, LocalDate day, String version) {}

    public Statistics(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A first layer was served. */
    public void shown(int siteId, Policy policy) {
        if (!policy.purposes().isEmpty()) {
            count(siteId, policy.version(), SHOWN);
        }
    }

    /** A choice was recorded. */
    public void chosen(ConsentEvent event) {
        var kind =
                switch (event.state()) {
                    case GIVEN -> ACCEPTED;
                    case REFUSED -> REFUSED;
                    case PARTIAL -> PARTIAL;
                    case WITHDRAWN -> WITHDRAWN;
                };
        count(event.siteId(), event.version(), kind);
    }

    /** Writes what was counted since the last time, in one statement. What could not be written is counted again. */
    public Future<Void> flush() {
        var today = today();
        var rows = new ArrayList<DailyStatistic>();
        counts.forEach((key, kinds) -> {
            var row = taken(key, kinds);
            if (!row.isEmpty()) {
                rows.add(row);
            } else if (key.day().isBefore(today)) {
                counts.remove(key, kinds);
            }
        });
        return rows.isEmpty()
                ? Future.succeededFuture()
                : database.query(client -> store.add(client, rows)).onFailure(failure -> rows.forEach(this::giveBack));
    }

    /** What was written, by site, day and version. */
    Future<List<DailyStatistic>> read(List<Integer> siteIds, LocalDate from, LocalDate to) {
        return database.query(client -> store.list(client, siteIds, from, to));
    }

    LocalDate today() {
        return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private void count(int siteId, String version, int kind) {
        kinds(new Key(siteId, today(), version)).incrementAndGet(kind);
    }

    private AtomicLongArray kinds(Key key) {
        return counts.computeIfAbsent(key, none -> new AtomicLongArray(KINDS));
    }

    private static DailyStatistic taken(Key key, AtomicLongArray kinds) {
        return new DailyStatistic(
                key.siteId(),
                key.day(),
                key.version(),
                kinds.getAndSet(SHOWN, 0),
                kinds.getAndSet(ACCEPTED, 0),
                kinds.getAndSet(REFUSED, 0),
                kinds.getAndSet(PARTIAL, 0),
                kinds.getAndSet(WITHDRAWN, 0));
    }

    private void giveBack(DailyStatistic row) {
        var kinds = kinds(new Key(row.siteId(), row.day(), row.version()));
        kinds.addAndGet(SHOWN, row.shown());
        kinds.addAndGet(ACCEPTED, row.accepted());
        kinds.addAndGet(REFUSED, row.refused());
        kinds.addAndGet(PARTIAL, row.partial());
        kinds.addAndGet(WITHDRAWN, row.withdrawn());
    }
}

package dev.palabre.consent.reports;

import dev.palabre.consent.proof.Anchors;
import dev.palabre.consent.proof.ChainReport;
import dev.palabre.consent.proof.ChainVerifier;
import dev.palabre.consent.proof.SealStore;
import dev.palabre.db.Database;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What those who answer for a site watch: figures, what is undeclared, and whether the chain of records holds. */
public final class ConsentReports {
    private static final int DAYS = 30;

    private final Vertx vertx;
    private final Database database;
    private final Statistics statistics;
    private final UndeclaredTrackers leaks;
    private final Anchors anchors;
    private final SealStore seals = new SealStore();
    private final Map<Integer, Future<ChainReport>> walks = new ConcurrentHashMap<>();

    /** What was counted from one day to another, both included, in UTC. */
    public record Figures(LocalDate from, LocalDate to, List<DailyStatistic> counted) {}

    /**
     * Something that was seen on visitors' devices and is not declared.
     *
     * @param kind cookie, local, session, idb or host
     * @param phase before or after the choice
     * @param seen how often it was reported
     */
    public record Undeclared(String kind, String name, String phase, Instant firstSeen, Instant lastSeen, long seen) {}

    /** The newest seal of a chain. */
    public record LastSeal(int number, int events, String hash, Instant at) {}

    /** The newest anchor of a chain, and the seal that it was taken of. */
    public record LastAnchor(LocalDate day, int number, String hash) {}

    /** Where a chain ends. */
    public record End(Optional<LastSeal> seal, Optional<LastAnchor> anchor) {}

    public ConsentReports(
            Vertx vertx, Database database, Statistics statistics, UndeclaredTrackers leaks, Anchors anchors) {
        this.vertx = vertx;
        this.database = database;
        this.statistics = statistics;
        this.leaks = leaks;
        this.anchors = anchors;
    }

    /** The last thirty days, with what this node has counted up to now. */
    public Future<Figures> figures(Site site) {
        var to = statistics.today();
        var from = to.minusDays(DAYS - 1);
        return statistics
                .flush()
                .compose(written -> statistics.read(List.of(site.id()), from, to))
                .map(counted -> new Figures(from, to, counted));
    }

    /** What is to be declared or removed, the latest first. */
    public Future<List<Undeclared>> undeclared(Site site) {
        return leaks.undeclared(site).map(all -> all.stream()
                .map(each -> new Undeclared(
                        each.leak().kind(),
                        each.leak().name(),
                        each.phase(),
                        each.firstSeen(),
                        each.lastSeen(),
                        each.seen()))
                .toList());
    }

    /** The newest seal and the newest anchor. */
    public Future<End> end(Site site) {
        return database.query(client -> seals.last(client, site.id())).compose(seal -> anchors.newest(site)
                .map(anchor -> new End(
                        seal.map(each -> new LastSeal(each.number(), each.events(), each.hash(), each.sealedAt())),
                        anchor.map(each -> new LastAnchor(each.day(), each.number(), each.hash())))));
    }

    /** Recomputes the whole chain. Who asks while a site's is being walked gets the same answer. */
    public Future<ChainReport> verify(Site site) {
        var walk = walks.computeIfAbsent(site.id(), id -> anchors.kept(site)
                .compose(kept -> new ChainVerifier(vertx, database, site, kept).walk()));
        return walk.onComplete(done -> walks.remove(site.id(), walk));
    }
}

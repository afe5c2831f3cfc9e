package dev.palabre.consent.reports;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.consent.policy.CookieScope;
import dev.palabre.consent.policy.Policies;
import dev.palabre.db.Database;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RateLimit.Rate;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** What sites leave on visitors' devices without declaring it, as widgets report it: to be declared, or removed. */
public final class UndeclaredTrackers {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int REPORTED = 100_000;

    /** Names that a report to a full list may replace, for so many reports of a reporter. */
    private static final int EVICTIONS = 5;

    private static final Rate EVICTING = new Rate(20, Duration.ofHours(1));

    private final Database database;
    private final Policies policies;
    private final String server;
    private final InstantSource clock;
    private final UndeclaredTrackerStore store = new UndeclaredTrackerStore();
    private final RateLimit evicting = new RateLimit(EVICTING);
    private final Cache<Reported, Boolean> reported = Caffeine.newBuilder()
            .maximumSize(REPORTED)
            .expireAfterWrite(Duration.ofDays(1))
            .executor(Runnable::run)
            .build();

    private record Reported(int siteId, String phase, UndeclaredTracker leak, String reporter) {}

    public UndeclaredTrackers(Database database, Policies policies, PublicUrl links, InstantSource clock) {
        this.database = database;
        this.policies = policies;
        this.server = CookieScope.host(links.origin());
        this.clock = clock;
    }

    /**
     * Notes what is undeclared of a report. A site that asks for no reports gets none.
     *
     * @param reporter the network that it comes from, which is kept in memory only, for a day
     */
    Future<Void> report(Site site, TrackerReportRequest request, String reporter) {
        var phase = request.checkedPhase();
        return policies.served(site).compose(policy -> {
            var undeclared = site.settings().leaks() == 0
                    ? List.<UndeclaredTracker>of()
                    : request.leaks().stream()
                            .filter(leak -> leak.isUndeclared(policy, site, server))
                            .toList();
            return undeclared.isEmpty()
                    ? Future.succeededFuture()
                    : database.query(client -> store.add(
                            client,
                            site.id(),
                            phase,
                            named(site, phase, undeclared, reporter),
                            evictions(site, reporter),
                            clock.instant()));
        });
    }

    /** Names of a report, each with whether this reporter names it for the first time in a day. */
    private List<UndeclaredTrackerStore.Named> named(
            Site site, String phase, List<UndeclaredTracker> leaks, String reporter) {
        return leaks.stream()
                .map(leak -> new UndeclaredTrackerStore.Named(
                        leak, KnownTrackers.contains(leak), isFirst(site, phase, leak, reporter)))
                .toList();
    }

    private int evictions(Site site, String reporter) {
        return evicting.take(site.id() + "/" + reporter) == 0 ? EVICTIONS : 0;
    }

    private boolean isFirst(Site site, String phase, UndeclaredTracker leak, String reporter) {
        return reported.asMap().putIfAbsent(new Reported(site.id(), phase, leak, reporter), true) == null;
    }

    /** What was seen and is not declared in the meantime. */
    Future<List<UndeclaredTrackerStore.Seen>> undeclared(Site site) {
        return policies.served(site).compose(policy -> database.query(client -> store.list(client, List.of(site.id())))
                .map(seen -> seen.stream()
                        .filter(each -> each.leak().isUndeclared(policy, site, server))
                        .toList()));
    }

    /** Forgets what has not been seen for a month: it is gone. */
    Future<Void> purge(Site site) {
        return database.query(
                        client -> store.purge(client, site.id(), clock.instant().minus(KEPT)))
                .mapEmpty();
    }
}

package dev.palabre.consent.reports;

import dev.palabre.consent.policy.CookieScope;
import dev.palabre.consent.policy.Policies;
import dev.palabre.db.Database;
import dev.palabre.http.PublicUrl;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** What sites leave on visitors' devices without declaring it, as widgets report it: to be declared, or removed. */
public final class UndeclaredTrackers {
    private static final Duration KEPT = Duration.ofDays(30);

    private final Database database;
    private final Policies policies;
    private final String server;
    private final InstantSource clock;
    private final UndeclaredTrackerStore store = new UndeclaredTrackerStore();

    public UndeclaredTrackers(Database database, Policies policies, PublicUrl links, InstantSource clock) {
        this.database = database;
        this.policies = policies;
        this.server = CookieScope.host(links.origin());
        this.clock = clock;
    }

    /** Notes what is undeclared of a report. A site that asks for no reports gets none. */
    Future<Void> report(Site site, TrackerReportRequest request) {
        var phase = request.checkedPhase();
        return policies.served(site).compose(policy -> {
            var undeclared = site.settings().leaks() == 0
                    ? List.<UndeclaredTracker>of()
                    : request.leaks().stream()
                            .filter(leak -> leak.isUndeclared(policy, site, server))
                            .toList();
            return undeclared.isEmpty()
                    ? Future.succeededFuture()
                    : database.query(client -> store.add(client, site.id(), phase, undeclared, clock.instant()));
        });
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

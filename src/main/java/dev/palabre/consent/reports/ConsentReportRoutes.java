package dev.palabre.consent.reports;

import dev.palabre.consent.choice.ChoiceLimits;
import dev.palabre.consent.choice.ConsentRecordFilter;
import dev.palabre.consent.policy.CookieScope;
import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.SiteAccess;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.Params;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.site.Site;
import dev.palabre.site.SiteHandler;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Addresses of what an owner watches: statistics, leaks, and how choices are remembered. */
public final class ConsentReportRoutes {
    private static final int DAYS = 30;

    /** When this server began to heed the signal. */
    private static final Map<String, Object> PRIVACY_SIGNAL = Map.of("gpc", true, "lastUpdate", "2026-11-25");

    private final Statistics statistics;
    private final UndeclaredTrackers leaks;
    private final Messages messages;
    private final PublicUrl url;
    private final ChoiceLimits choices;
    private final ClientLimit reads;
    private final SiteAccess seats;

    record StatisticJson(
            String site,
            String day,
            String version,
            long shown,
            long accepted,
            long refused,
            long partial,
            long withdrawn,
            long noAction) {}

    record LeakJson(
            String site,
            String kind,
            String name,
            String phase,
            String firstSeen,
            String lastSeen,
            long seen,
            int reporters) {}

    public ConsentReportRoutes(
            Statistics statistics,
            UndeclaredTrackers leaks,
            Messages messages,
            PublicUrl url,
            ChoiceLimits choices,
            ClientLimit reads,
            SiteAccess seats) {
        this.statistics = statistics;
        this.leaks = leaks;
        this.messages = messages;
        this.url = url;
        this.choices = choices;
        this.reads = reads;
        this.seats = seats;
    }

    public void mount(Router router) {
        router.get("/.well-known/gpc.json").handler(Response.handler(this::signal));
        router.post("/api/sites/:site/consent/leaks").handler(Response.handler(this::report));
        router.get("/api/moderation/consent/statistics").handler(Response.handler(this::statistics));
        router.get("/api/moderation/consent/leaks").handler(Response.handler(this::leaks));
        router.get("/api/moderation/consent/memory").handler(Response.handler(this::memory));
    }

    private Future<Response> signal(RoutingContext ctx) {
        return Future.succeededFuture(
                Response.json(200, PRIVACY_SIGNAL).with("Cache-Control", "public, max-age=86400"));
    }

    private Future<Response> report(RoutingContext ctx) {
        var site = SiteHandler.site(ctx);
        var bucket = reads.client(ctx.request());
        choices.report(site.id(), bucket);
        return leaks.report(site, RequestBody.read(ctx, TrackerReportRequest.class), ChoiceLimits.network(bucket))
                .map(noted -> Response.nothing());
    }

    private Future<Response> statistics(RoutingContext ctx) {
        var today = statistics.today();
        var to = ConsentRecordFilter.day("to", Params.query(ctx, "to"), today);
        var from = ConsentRecordFilter.day("from", Params.query(ctx, "from"), to.minusDays(DAYS - 1));
        return sites(ctx).compose(sites -> {
            var keys = sites.stream().collect(Collectors.toMap(Site::id, Site::key));
            return statistics.read(List.copyOf(keys.keySet()), from, to).map(read -> {
                var document = new LinkedHashMap<String, Object>();
                document.put("from", from.toString());
                document.put("to", to.toString());
                document.put("approximate", List.of("shown", "noAction"));
                document.put(
                        "days",
                        read.stream()
                                .map(row -> json(String.valueOf(keys.get(row.siteId())), row))
                                .toList());
                return Response.json(200, document);
            });
        });
    }

    private Future<Response> leaks(RoutingContext ctx) {
        return each(ctx, site -> leaks.undeclared(site)
                        .map(seen -> seen.stream().map(row -> json(site, row)).toList()))
                .map(found -> found.stream()
                        .sorted(Comparator.comparing(LeakJson::lastSeen).reversed())
                        .toList())
                .map(found -> Response.json(200, Map.of("leaks", found)));
    }

    private Future<Response> memory(RoutingContext ctx) {
        var language = ctx.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        return each(
                        ctx,
                        site -> Future.succeededFuture(site.origins().stream()
                                .map(origin -> memory(site, origin, language))
                                .toList()))
                .map(found -> Response.json(200, Map.of("origins", found)));
    }

    private Map<String, Object> memory(Site site, String origin, @Nullable String language) {
        var memory = CookieScope.of(url, site, origin);
        var lang = messages.pick(null, language, site.settings().locale());
        var document = new LinkedHashMap<String, Object>();
        document.put("site", site.key());
        document.put("origin", origin);
        document.put("memory", memory.memory().wire());
        document.put("domain", memory.domain() == null ? CookieScope.host(origin) : memory.domain());
        document.put("setBy", memory.serverSets() ? "server" : "widget");
        document.put("days", Policy.VALID_DAYS);
        document.put("safariDays", memory.safariDays());
        document.put("explanation", memory.explanation(lang, messages));
        return document;
    }

    private Future<List<Site>> sites(RoutingContext ctx) {
        return seats.of(ctx).map(all -> all.stream().map(SiteAccess.Seat::site).toList());
    }

    private <T> Future<List<T>> each(RoutingContext ctx, Function<Site, Future<List<T>>> work) {
        return sites(ctx).compose(sites -> {
            var all = new ArrayList<T>();
            Future<?> done = Future.succeededFuture();
            for (var site : sites) {
                done = done.compose(before -> work.apply(site)).onSuccess(all::addAll);
            }
            return done.map(all);
        });
    }

    private static StatisticJson json(String site, DailyStatistic row) {
        return new StatisticJson(
                site,
                row.day().toString(),
                row.version(),
                row.shown(),
                row.accepted(),
                row.refused(),
                row.partial(),
                row.withdrawn(),
                row.noAction());
    }

    private static LeakJson json(Site site, UndeclaredTrackerStore.Seen seen) {
        return new LeakJson(
                site.key(),
                seen.leak().kind(),
                seen.leak().name(),
                seen.phase(),
                seen.firstSeen().toString(),
                seen.lastSeen().toString(),
                seen.seen(),
                seen.reporters());
    }
}

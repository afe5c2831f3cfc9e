package dev.palabre.consent;

import dev.palabre.consent.banner.BannerPreviews;
import dev.palabre.consent.banner.Banners;
import dev.palabre.consent.banner.ConsentPages;
import dev.palabre.consent.banner.ConsentRoutes;
import dev.palabre.consent.banner.RecordedChoice;
import dev.palabre.consent.banner.VisitorConsents;
import dev.palabre.consent.choice.ChoiceLimits;
import dev.palabre.consent.choice.Consents;
import dev.palabre.consent.choice.ShownPolicies;
import dev.palabre.consent.policy.ConsentUrls;
import dev.palabre.consent.policy.CookieScope;
import dev.palabre.consent.policy.Policies;
import dev.palabre.consent.policy.SiteAccess;
import dev.palabre.consent.proof.AnchorFiles;
import dev.palabre.consent.proof.Anchors;
import dev.palabre.consent.proof.ConsentProofRoutes;
import dev.palabre.consent.proof.Seals;
import dev.palabre.consent.publishing.PolicyPublishing;
import dev.palabre.consent.publishing.PolicyVersionPages;
import dev.palabre.consent.reports.ConsentJobs;
import dev.palabre.consent.reports.ConsentReportRoutes;
import dev.palabre.consent.reports.ConsentReports;
import dev.palabre.consent.reports.Statistics;
import dev.palabre.consent.reports.UndeclaredTrackers;
import dev.palabre.crypto.KeyRing;
import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.Pages;
import dev.palabre.http.PublicUrl;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.template.Templates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Puts the room together: policies, choices, and their addresses. */
public final class ConsentModule {
    /** Names of this room's templates. */
    public static final List<String> TEMPLATES = List.of(
            "banner",
            "banner-detail",
            "consent-page",
            "consent-receipt",
            "consent-version",
            "consent-versions",
            "consent-cookies",
            "consent-cookie-list",
            "consent-verify");

    private final Vertx vertx;
    private final Sites sites;
    private final PublicUrl url;
    private final ConsentRoutes routes;
    private final PolicyVersionPages versions;
    private final PolicyPublishing publications;
    private final BannerPreviews specimens;
    private final ConsentProofRoutes proofs;
    private final ConsentReportRoutes figures;
    private final Statistics statistics;
    private final ConsentJobs rounds;
    private final ConsentReports watch;
    private final VisitorConsents records;

    /**
     * Consent of visitors, kept in this database.
     *
     * @param bundle SHA-256 of the widget that asks
     * @param dataFolder where anchors are kept as files
     */
    public ConsentModule(
            Vertx vertx,
            Database database,
            Notifications notifications,
            Sites sites,
            KeyRing keys,
            InstantSource clock,
            Templates templates,
            Pages pages,
            ChoiceLimits choices,
            ClientLimit reads,
            SiteAccess access,
            String bundle,
            Path dataFolder) {
        this.vertx = vertx;
        this.sites = sites;
        url = pages.publicUrl();
        var messages = pages.messages();
        var urls = new ConsentUrls(url);
        statistics = new Statistics(database, clock);
        var consents = new Consents(database, keys, clock, statistics::chosen);
        records = new VisitorConsents(consents, messages);
        var policies = new Policies(vertx, database, notifications, messages, bundle);
        publications = new PolicyPublishing(database, notifications, messages, bundle);
        specimens = new BannerPreviews(templates, messages, urls);
        routes = new ConsentRoutes(
                consents,
                new ShownPolicies(database, clock),
                new Banners(policies, templates, messages, urls),
                new ConsentPages(consents, policies, sites, templates, messages, urls),
                messages,
                url,
                choices,
                reads,
                statistics,
                policies);
        versions = new PolicyVersionPages(policies, templates, messages, urls, specimens, reads);
        var trackers = new UndeclaredTrackers(database, policies, url, clock);
        figures = new ConsentReportRoutes(statistics, trackers, messages, url, choices, reads, access);
        var anchors = new Anchors(vertx, database, new AnchorFiles(dataFolder), clock);
        watch = new ConsentReports(vertx, database, statistics, trackers, anchors);
        rounds = new ConsentJobs(sites, new Seals(database, clock, this::keepDays), anchors, trackers, statistics);
        proofs = new ConsentProofRoutes(consents, anchors, database, sites, pages, reads, access);
    }

    /** Policies as their owners edit and publish them. */
    public PolicyPublishing publications() {
        return publications;
    }

    /** Policies as visitors see them. */
    public BannerPreviews specimens() {
        return specimens;
    }

    /** What those who answer for a site watch. */
    public ConsentReports watch() {
        return watch;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
        versions.mount(router);
        proofs.mount(router);
        figures.mount(router);
    }

    /** How choices are remembered on the pages of a site, as its owner is told. */
    public CookieScope memory(Site site) {
        return CookieScope.of(url, site);
    }

    /**
     * What was recorded of a visitor on a site, for the visitor, the newest first; none for who holds no receipt.
     *
     * @param ctx a request that may remember the receipt's number
     * @param typed the number, or the receipt's address, as the visitor typed it; empty for none
     * @throws Problem 422 as a failed future where what was typed opens nothing
     */
    public Future<List<RecordedChoice>> recorded(Site site, RoutingContext ctx, String typed, String lang) {
        return records.of(site, ctx, typed, lang);
    }

    private Future<Integer> keepDays(int siteId) {
        return sites.require(siteId).map(site -> site.settings().keep().consent());
    }

    /** Starts what is done again and again. */
    public void start() {
        rounds.start(vertx);
    }

    /** Writes what is still only counted. */
    public Future<Void> stop() {
        return statistics.flush();
    }

    /** For tests, which do not wait for the hour. */
    public ConsentJobs rounds() {
        return rounds;
    }
}

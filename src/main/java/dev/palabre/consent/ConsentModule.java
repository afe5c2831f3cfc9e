package dev.palabre.consent;

import dev.palabre.consent.banner.BannerPreviews;
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
import dev.palabre.consent.reports.ConsentJobs;
import dev.palabre.consent.reports.ConsentReportRoutes;
import dev.palabre.consent.reports.ConsentReports;
import dev.palabre.consent.reports.Statistics;
import dev.palabre.consent.reports.UndeclaredTrackers;
import dev.palabre.crypto.KeyRing;
import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.RateLimit;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
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

    private final Ground ground;
    private final PublicUrl links;
    private final ConsentRoutes routes;
    private final PolicyPublishing publications;
    private final BannerPreviews specimens;
    private final ConsentProofRoutes proofs;
    private final ConsentReportRoutes figures;
    private final Statistics statistics;
    private final ConsentJobs rounds;
    private final ConsentReports watch;
    private final VisitorConsents records;

    /**
     * What the room keeps its policies and choices with; {@code bundle} is the SHA-256 of the widget that asks, and anchors
     * are kept as files in {@code dataFolder}.
     */
    public record Ground(
            Vertx vertx,
            Database database,
            Notifications changes,
            Sites sites,
            KeyRing keys,
            InstantSource clock,
            String bundle,
            Path dataFolder) {}

    /** What the room needs from the kernel to speak with visitors. */
    public record Voice(Templates templates, Messages messages, PublicUrl links) {}

    /** How often each network address may choose, and look. */
    public record Limits(ChoiceLimits choices, RateLimit reads) {}

    /** A room on this ground. */
    public ConsentModule(Ground ground, Voice voice, Limits limits, ClientAddresses visitors, SiteAccess seats) {
        this.ground = ground;
        links = voice.links();
        statistics = new Statistics(ground.database(), ground.clock());
        var consents = new Consents(ground.database(), ground.keys(), ground.clock(), statistics::chosen);
        records = new VisitorConsents(consents, voice.messages());
        var policies =
                new Policies(ground.vertx(), ground.database(), ground.changes(), voice.messages(), ground.bundle());
        publications = new PolicyPublishing(ground.database(), ground.changes(), voice.messages(), ground.bundle());
        specimens = new BannerPreviews(voice.templates(), voice.messages(), new ConsentUrls(voice.links()));
        routes = new ConsentRoutes(
                consents,
                policies,
                new ShownPolicies(ground.database(), ground.clock()),
                ground.sites(),
                voice.templates(),
                voice.messages(),
                voice.links(),
                limits,
                visitors,
                statistics);
        var leaks = new UndeclaredTrackers(ground.database(), policies, voice.links(), ground.clock());
        figures = new ConsentReportRoutes(statistics, leaks, voice, limits, visitors, seats);
        var files = new AnchorFiles(ground.dataFolder());
        var anchors = new Anchors(ground.vertx(), ground.database(), files, ground.clock());
        watch = new ConsentReports(ground.vertx(), ground.database(), statistics, leaks, anchors);
        rounds = new ConsentJobs(
                ground.sites(),
                new Seals(ground.database(), ground.clock(), this::keepDays),
                anchors,
                leaks,
                statistics);
        proofs = new ConsentProofRoutes(consents, anchors, ground, voice, limits, visitors, seats);
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
        proofs.mount(router);
        figures.mount(router);
    }

    /** How choices are remembered on the pages of a site, as its owner is told. */
    public CookieScope memory(Site site) {
        return CookieScope.of(links, site);
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
        return ground.sites().require(siteId).map(site -> site.settings().keep().consent());
    }

    /** Starts what is done again and again. */
    public void start() {
        rounds.start(ground.vertx());
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

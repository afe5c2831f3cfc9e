package dev.palabre.consent;

import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.sql.Changes;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import dev.palabre.kernel.token.KeyRing;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Puts the room together: policies, choices, and their addresses. */
public final class ConsentRoom {
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
    private final Links links;
    private final ConsentRoutes routes;
    private final Publications publications;
    private final Specimens specimens;
    private final ConsentProofRoutes proofs;
    private final ConsentFigureRoutes figures;
    private final Statistics statistics;
    private final ConsentRounds rounds;
    private final ConsentWatch watch;
    private final VisitorRegister records;

    /**
     * What the room keeps its policies and choices with; {@code bundle} is the SHA-256 of the widget that asks, and anchors
     * are kept as files in {@code dataFolder}.
     */
    public record Ground(
            Vertx vertx,
            Database database,
            Changes changes,
            Sites sites,
            KeyRing keys,
            InstantSource clock,
            String bundle,
            Path dataFolder) {}

    /** What the room needs from the kernel to speak with visitors. */
    public record Voice(Templates templates, Messages messages, Links links) {}

    /** How often each network address may choose, and look. */
    public record Limits(RateLimit choices, RateLimit reads) {}

    /** A room on this ground. */
    public ConsentRoom(Ground ground, Voice voice, Limits limits, Visitors visitors, ConsentSeats seats) {
        this.ground = ground;
        links = voice.links();
        statistics = new Statistics(ground.database(), ground.clock());
        var consents = new Consents(ground.database(), ground.keys(), ground.clock(), statistics);
        records = new VisitorRegister(consents, voice.messages());
        var policies =
                new Policies(ground.vertx(), ground.database(), ground.changes(), voice.messages(), ground.bundle());
        publications = new Publications(ground.database(), ground.changes(), voice.messages(), ground.bundle());
        specimens = new Specimens(voice.templates(), voice.messages(), new Addresses(voice.links()));
        routes = new ConsentRoutes(
                consents,
                policies,
                ground.sites(),
                voice.templates(),
                voice.messages(),
                voice.links(),
                limits,
                visitors,
                statistics);
        var leaks = new Leaks(ground.database(), policies, voice.links(), ground.clock());
        figures = new ConsentFigureRoutes(statistics, leaks, voice, limits, visitors, seats);
        var files = new AnchorFiles(ground.dataFolder());
        var anchors = new Anchors(ground.vertx(), ground.database(), files, ground.clock());
        watch = new ConsentWatch(ground.vertx(), ground.database(), statistics, leaks, anchors);
        rounds = new ConsentRounds(
                ground.sites(), new Seals(ground.database(), ground.clock()), anchors, leaks, statistics);
        proofs = new ConsentProofRoutes(consents, anchors, ground, voice, limits, visitors, seats);
    }

    /** Policies as their owners edit and publish them. */
    public Publications publications() {
        return publications;
    }

    /** Policies as visitors see them. */
    public Specimens specimens() {
        return specimens;
    }

    /** What those who answer for a site watch. */
    public ConsentWatch watch() {
        return watch;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
        proofs.mount(router);
        figures.mount(router);
    }

    /** How choices are remembered on the pages of a site, as its owner is told. */
    public DomainCase memory(Site site) {
        return DomainCase.of(links, site);
    }

    /**
     * What was recorded of a visitor on a site, for the visitor, the newest first; none for who holds no receipt.
     *
     * @param ctx a request that may remember the receipt's number
     * @param typed the number, or the receipt's address, as the visitor typed it; empty for none
     * @throws Problem 422 as a failed future where what was typed opens nothing
     */
    public Future<List<Recorded>> recorded(Site site, RoutingContext ctx, String typed, String lang) {
        return records.of(site, ctx, typed, lang);
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
    ConsentRounds rounds() {
        return rounds;
    }
}

package dev.palabre.consent;

import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.sql.Changes;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import dev.palabre.kernel.token.KeyRing;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
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
            "consent-cookie-list");

    private final ConsentRoutes routes;
    private final Publications publications;
    private final Specimens specimens;
    private final Addresses addresses;

    /** What the room keeps its policies and choices with; {@code bundle} is the SHA-256 of the widget that asks. */
    public record Ground(
            Vertx vertx,
            Database database,
            Changes changes,
            Sites sites,
            KeyRing keys,
            InstantSource clock,
            String bundle) {}

    /** What the room needs from the kernel to speak with visitors. */
    public record Voice(Templates templates, Messages messages, Links links) {}

    /** How often each network address may choose, and look. */
    public record Limits(RateLimit choices, RateLimit reads) {}

    /** A room on this ground. */
    public ConsentRoom(Ground ground, Voice voice, Limits limits, Visitors visitors) {
        var policies =
                new Policies(ground.vertx(), ground.database(), ground.changes(), voice.messages(), ground.bundle());
        publications = new Publications(ground.database(), ground.changes(), voice.messages(), ground.bundle());
        addresses = new Addresses(voice.links());
        specimens = new Specimens(voice.templates(), voice.messages(), addresses);
        routes = new ConsentRoutes(
                new Consents(ground.database(), ground.keys(), ground.clock()),
                policies,
                ground.sites(),
                voice.templates(),
                voice.messages(),
                voice.links(),
                limits,
                visitors);
    }

    /** Policies as their owners edit and publish them. */
    public Publications publications() {
        return publications;
    }

    /** Policies as visitors see them. */
    public Specimens specimens() {
        return specimens;
    }

    /** Whether this server's cookie reaches the pages of a site, which decides how long browsers keep a choice. */
    public boolean sharesHost(Site site) {
        return addresses.shares(site);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
    }
}

package dev.palabre.consent;

import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.sql.Changes;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import dev.palabre.kernel.token.KeyRing;
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

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
    }
}

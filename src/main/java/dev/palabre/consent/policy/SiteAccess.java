package dev.palabre.consent.policy;

import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Tells which sites whoever asks may look at; handed in from the composition root, since this room knows no moderators.
 */
@FunctionalInterface
public interface SiteAccess {
    /**
     * A site that the request is about.
     *
     * @param decides whether whoever asks may do more there than read figures
     */
    record Seat(Site site, boolean decides) {}

    /** The sites that a request is about: the one that its parameter {@code site} names, else all; 401 for nobody known. */
    Future<List<Seat>> of(RoutingContext ctx);
}

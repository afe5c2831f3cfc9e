package dev.palabre.guard;

import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.RateLimit.Rate;

/** How many comments a visitor, and all visitors of a site, may send. In memory, on each node for itself. */
public final class Rates {
    private final RateLimit perVisitor;
    private final RateLimit perSite;

    /**
     * Two rates, of which both hold.
     *
     * @param perVisitor from one network address on one site
     * @param perSite from everybody on one site
     */
    public Rates(Rate perVisitor, Rate perSite) {
        this(new RateLimit(perVisitor), new RateLimit(perSite));
    }

    Rates(RateLimit perVisitor, RateLimit perSite) {
        this.perVisitor = perVisitor;
        this.perSite = perSite;
    }

    /**
     * Counts one comment.
     *
     * @throws Problem 429 {@code too_many_comments}, or {@code too_many_on_site} where everybody together sends too many;
     *     both say when to try again
     */
    public void count(int siteId, String visitorBucket) {
        perVisitor.require(siteId + " " + visitorBucket, "too_many_comments");
        perSite.require(String.valueOf(siteId), "too_many_on_site");
    }
}

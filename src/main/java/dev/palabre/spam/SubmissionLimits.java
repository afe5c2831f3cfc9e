package dev.palabre.spam;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RateLimit.Rate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many comments a visitor, and all visitors of a site, may send. Only what is in order counts, and what is repeated
 * with its key counts once; sending itself is limited to ten times the visitor's rate. In memory, on each node for itself.
 */
public final class SubmissionLimits {
    private static final int ATTEMPTS = 10;
    private static final int MAX_COUNTED = 100_000;
    private static final Duration REPEATED_WITHIN = Duration.ofHours(1);

    private final RateLimit attempts;
    private final RateLimit perVisitor;
    private final RateLimit perSite;
    private final RateLimit unconfirmed;
    private final Cache<Sent, Boolean> counted = Caffeine.newBuilder()
            .maximumSize(MAX_COUNTED)
            .expireAfterWrite(REPEATED_WITHIN)
            .executor(Runnable::run)
            .build();

    private record Sent(int siteId, String visitorBucket, String key) {}

    /**
     * Rates, of which all hold.
     *
     * @param perVisitor from one network address on one site
     * @param perSite from everybody on one site
     * @param unconfirmed from one network address on one site, of comments that wait for their author's click
     */
    public SubmissionLimits(Rate perVisitor, Rate perSite, Rate unconfirmed) {
        this.attempts = new RateLimit(
                new Rate((int) Math.min(Integer.MAX_VALUE, (long) ATTEMPTS * perVisitor.count()), perVisitor.period()));
        this.perVisitor = new RateLimit(perVisitor);
        this.perSite = new RateLimit(perSite);
        this.unconfirmed = new RateLimit(unconfirmed);
    }

    /**
     * Counts a request, whatever it says.
     *
     * @throws Problem 429 {@code too_many_comments}
     */
    public void attempt(int siteId, String visitorBucket) {
        attempts.require(siteId + " " + visitorBucket, "too_many_comments");
    }

    /** Seconds for which requests of this visitor are refused whatever they say; 0 where they are not. */
    public int waiting(int siteId, String visitorBucket) {
        return attempts.secondsUntil(siteId + " " + visitorBucket);
    }

    /**
     * Counts a comment that is in order, unless it was counted already.
     *
     * @param key by which its sender repeats it, null where they sent none
     * @param confirms whether it waits for its author's click
     * @throws Problem 429 {@code too_many_comments}, or {@code too_many_on_site} where everybody together sends too many;
     *     both say when to try again
     */
    public void count(int siteId, String visitorBucket, @Nullable String key, boolean confirms) {
        var sent = key == null ? null : new Sent(siteId, visitorBucket, key);
        if (sent != null && counted.getIfPresent(sent) != null) {
            return;
        }
        perVisitor.require(siteId + " " + visitorBucket, "too_many_comments");
        if (confirms) {
            unconfirmed.require(siteId + " " + visitorBucket, "too_many_comments");
        }
        perSite.require(String.valueOf(siteId), "too_many_on_site");
        if (sent != null) {
            counted.put(sent, true);
        }
    }
}

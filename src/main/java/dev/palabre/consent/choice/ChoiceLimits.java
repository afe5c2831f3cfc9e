package dev.palabre.consent.choice;

import dev.palabre.http.RateLimit;
import dev.palabre.http.RateLimit.Rate;
import java.time.Duration;
import java.util.HexFormat;

/**
 * How often choices and reports are taken: per network address, per network, per site and per visitor. In memory, on each
 * node for itself. The limit per address is generous, for many readers may share one (mobile networks, companies).
 */
public final class ChoiceLimits {
    /** Rate of a network (an IPv4 /24 or an IPv6 /48), as a multiple of the rate of an address. */
    private static final int ADDRESSES = 4;

    private static final Rate PER_VISITOR = new Rate(60, Duration.ofHours(1));
    private static final Rate COUNTED = new Rate(120, Duration.ofHours(1));
    private static final Rate SHOWN = new Rate(600, Duration.ofHours(1));
    private static final String CODE = "too_many_requests";

    private final RateLimit attempts;
    private final RateLimit perAddress;
    private final RateLimit perNetwork;
    private final RateLimit perSite;
    private final RateLimit reports;
    private final RateLimit siteReports;
    private final RateLimit perVisitor = new RateLimit(PER_VISITOR);
    private final RateLimit counted = new RateLimit(COUNTED);
    private final RateLimit shown = new RateLimit(SHOWN);

    /**
     * Limits by these rates.
     *
     * @param perAddress choices from one network address on one site
     * @param perSite choices from everybody on one site
     * @param reports reports of undeclared cookies from one network address
     */
    public ChoiceLimits(Rate perAddress, Rate perSite, Rate reports) {
        attempts = new RateLimit(times(perAddress, 2 * ADDRESSES));
        this.perAddress = new RateLimit(perAddress);
        perNetwork = new RateLimit(times(perAddress, ADDRESSES));
        this.perSite = new RateLimit(perSite);
        this.reports = new RateLimit(reports);
        siteReports = new RateLimit(times(reports, 20));
    }

    private static Rate times(Rate rate, int factor) {
        return new Rate((int) Math.min(Integer.MAX_VALUE, (long) factor * rate.count()), rate.period());
    }

    /** Seconds until a choice from this address would be taken, 0 for now; counts nothing. */
    public int waiting(int siteId, String bucket) {
        return perAddress.secondsUntil(siteId + "/" + bucket);
    }

    /**
     * Counts a request before anything is done for it.
     *
     * @throws Problem 429 with the time to wait
     */
    public void attempt(int siteId, String bucket) {
        attempts.require(siteId + "/" + network(bucket), CODE);
    }

    /**
     * Counts a choice that is in order. One that is refused for its address does not count for the site.
     *
     * @throws Problem 429 with the time to wait
     */
    public void choose(int siteId, String bucket) {
        perAddress.require(siteId + "/" + bucket, CODE);
        perNetwork.require(siteId + "/" + network(bucket), CODE);
        perSite.require(String.valueOf(siteId), CODE);
    }

    /**
     * Counts a choice of a known visitor.
     *
     * @param consentHash hash of the visitor's consent id
     * @throws Problem 429 with the time to wait
     */
    public void visitor(byte[] consentHash) {
        perVisitor.require(HexFormat.of().formatHex(consentHash), CODE);
    }

    /**
     * Counts a report.
     *
     * @throws Problem 429 with the time to wait
     */
    public void report(int siteId, String bucket) {
        reports.require(siteId + "/" + bucket, CODE);
        siteReports.require(String.valueOf(siteId), CODE);
    }

    /** Whether a choice still counts in the figures: one address cannot make them up. */
    public boolean isCounted(int siteId, String bucket) {
        return counted.take(siteId + "/" + bucket) == 0;
    }

    /** Whether a banner that was served still counts in the figures. */
    public boolean isShownCounted(int siteId, String bucket) {
        return shown.take(siteId + "/" + bucket) == 0;
    }

    /** The network of an address: the /24 of IPv4, the /48 of IPv6. */
    public static String network(String bucket) {
        var v6 = bucket.contains(":");
        var end = v6 ? nth(bucket, ':', 3) : bucket.lastIndexOf('.');
        return end < 0 ? bucket : bucket.substring(0, end);
    }

    private static int nth(String text, char separator, int count) {
        var at = -1;
        for (int i = 0; i < count; i++) {
            at = text.indexOf(separator, at + 1);
            if (at < 0) {
                return -1;
            }
        }
        return at;
    }
}

package dev.palabre.consent.reports;

import java.time.LocalDate;

/**
 * What visitors of a site did on a day, asked by one version of its policy.
 *
 * @param shown how often a first layer was served
 * @param accepted choices that granted everything
 * @param refused choices that granted nothing
 * @param partial choices that granted some of it
 * @param withdrawn choices that took back what an earlier one had granted
 */
public record DailyStatistic(
        int siteId,
        LocalDate day,
        String version,
        long shown,
        long accepted,
        long refused,
        long partial,
        long withdrawn) {
    boolean isEmpty() {
        return shown + accepted + refused + partial + withdrawn == 0;
    }

    /** First layers that nobody answered; never negative, since what is shown one day may be answered the next. */
    public long noAction() {
        return Math.max(0, shown - accepted - refused - partial);
    }
}

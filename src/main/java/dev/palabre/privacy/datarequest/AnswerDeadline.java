package dev.palabre.privacy.datarequest;

import java.time.Instant;
import java.time.ZoneId;

/** Until when a request is to be answered: one month (GDPR, art. 12(3)), to the end of its last day where the site is. */
final class AnswerDeadline {
    private AnswerDeadline() {}

    /** The last second of the day of the same number, or of the next month's last where it has none. */
    static Instant of(Instant askedAt, ZoneId zone) {
        return askedAt.atZone(zone)
                .toLocalDate()
                .plusMonths(1)
                .plusDays(1)
                .atStartOfDay(zone)
                .toInstant()
                .minusSeconds(1);
    }
}

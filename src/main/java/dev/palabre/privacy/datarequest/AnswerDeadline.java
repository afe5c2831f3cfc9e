package dev.palabre.privacy.datarequest;

import java.time.Instant;
import java.time.ZoneId;

/** Deadline to answer a request: one month (GDPR, art. 12(3)), until the end of its last day in the time zone of the site. */
final class AnswerDeadline {
    private AnswerDeadline() {}

    /** The last second of the same day of the next month, or of its last day. */
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

package dev.palabre.privacy.datarequest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One month, to the end of its last day, wherever the site is. */
final class AnswerDeadlineTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-25T10:00:00Z, UTC, 2026-12-25T23:59:59Z",
        "2027-01-31T10:00:00Z, UTC, 2027-02-28T23:59:59Z",
        "2028-01-31T10:00:00Z, UTC, 2028-02-29T23:59:59Z",
        "2026-12-31T10:00:00Z, UTC, 2027-01-31T23:59:59Z",
        "2027-02-28T10:00:00Z, UTC, 2027-03-28T23:59:59Z"
    })
    void of_isTheDayOfTheSameNumberOrTheLastOfTheNextMonth(String asked, String zone, String due) {
        assertThat(AnswerDeadline.of(Instant.parse(asked), ZoneId.of(zone))).isEqualTo(Instant.parse(due));
    }

    @ParameterizedTest
    @CsvSource({
        // The first of February there already.
        "2027-01-31T23:30:00Z, Europe/Paris, 2027-03-01T22:59:59Z",
        // Still the thirtieth there.
        "2027-01-31T02:00:00Z, America/Montreal, 2027-03-01T04:59:59Z",
        "2027-01-31T12:00:00Z, Pacific/Kiritimati, 2027-03-01T09:59:59Z",
        "2027-01-15T12:00:00Z, Africa/Dakar, 2027-02-15T23:59:59Z",
        // Summer time has begun meanwhile.
        "2027-02-28T12:00:00Z, Europe/Paris, 2027-03-28T21:59:59Z",
        // A day that begins at one o'clock, and one that ends before it.
        "2026-09-06T12:00:00Z, America/Santiago, 2026-10-07T02:59:59Z"
    })
    void of_countsDaysWhereTheSiteIs(String asked, String zone, String due) {
        assertThat(AnswerDeadline.of(Instant.parse(asked), ZoneId.of(zone))).isEqualTo(Instant.parse(due));
    }
}

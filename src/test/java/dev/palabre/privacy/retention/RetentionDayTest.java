package dev.palabre.privacy.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days of the daily erasure begin at three o'clock of the site's own time. */
final class RetentionDayTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-28T02:59:59Z, UTC, 2026-11-27",
        "2026-11-28T03:00:00Z, UTC, 2026-11-28",
        "2026-11-28T01:59:59Z, Europe/Paris, 2026-11-27",
        "2026-11-28T02:00:00Z, Europe/Paris, 2026-11-28",
        "2026-11-28T12:00:00Z, Pacific/Kiritimati, 2026-11-28",
        "2026-11-28T13:30:00Z, Pacific/Kiritimati, 2026-11-29"
    })
    void day_beginsAtThreeInTheSitesTimeZone(Instant now, String zone, LocalDate day) {
        assertThat(RetentionJob.day(now, ZoneId.of(zone))).isEqualTo(day);
    }
}

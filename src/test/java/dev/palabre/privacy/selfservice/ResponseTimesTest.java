package dev.palabre.privacy.selfservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.template.Messages;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usual response times in words, rounded up. */
final class ResponseTimesTest {
    private static final Messages MESSAGES = new Messages();

    @ParameterizedTest
    @CsvSource({
        "PT5M, moins d’une heure",
        "PT59M, moins d’une heure",
        "PT61M, 2 heures",
        "PT10H1M, 11 heures",
        "PT36H, 2 jours",
        "P3D, 3 jours"
    })
    void words_roundUp(Duration time, String expected) {
        assertThat(ResponseTimes.words(MESSAGES, "fr", time)).contains(expected);
    }
}

package dev.palabre.comment.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.problem.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursors as text. */
final class ThreadCursorTest {
    @Test
    void cursor_readsWhatItWrote() {
        var at = Instant.parse("2026-11-22T11:17:03.123456Z");
        var cursor = new ThreadCursor(at, UUID.randomUUID());
        assertThat(cursor.text()).matches("[A-Za-z0-9_-]{32}");
        assertThat(ThreadCursor.parse(cursor.text(), ThreadOrder.NEWEST)).isEqualTo(cursor);
        assertThat(new ThreadCursor(at.plus(1, ChronoUnit.MICROS), cursor.id())).isNotEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "________________________________",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
                "f_________AAAAAAAAAAAAAAAAAAAAAAA"
            })
    void cursor_thatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> ThreadCursor.parse(text, ThreadOrder.NEWEST)).isInstanceOf(Problem.class);
    }

    @Test
    void parse_nullIsTheBeginningOfTheOrder() {
        assertThat(ThreadCursor.parse(null, ThreadOrder.NEWEST)).isEqualTo(ThreadCursor.start(ThreadOrder.NEWEST));
        assertThat(ThreadCursor.parse(null, ThreadOrder.OLDEST).at()).isEqualTo(Instant.EPOCH);
        assertThat(ThreadCursor.start(ThreadOrder.NEWEST).at()).isAfter(Instant.parse("2200-01-01T00:00:00Z"));
    }
}

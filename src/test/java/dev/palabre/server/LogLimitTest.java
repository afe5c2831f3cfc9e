package dev.palabre.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LogLimitTest {
    private final LogLimit limit = new LogLimit();

    @Test
    void isLoggable_tellsALibrarysFailureOnceAMinuteAndHowManyWereLeftOut() {
        assertThat(limit.isLoggable(line("io.vertx.core.impl.ContextImpl", 0))).isTrue();
        assertThat(limit.isLoggable(line("io.vertx.core.impl.ContextImpl", 1))).isFalse();
        assertThat(limit.isLoggable(line("io.vertx.core.impl.ContextImpl", 59))).isFalse();
        var next = line("io.vertx.core.impl.ContextImpl", 61);
        assertThat(limit.isLoggable(next)).isTrue();
        assertThat(next.getMessage()).isEqualTo("failed (2 similar lines left out)");
    }

    @Test
    void isLoggable_tellsOurOwnLinesThirtyTimesAMinute() {
        var told = IntStream.range(0, 1_000)
                .filter(i -> limit.isLoggable(line("dev.palabre.http.ErrorHandler", 0)))
                .count();
        assertThat(told).isEqualTo(30);
        assertThat(limit.isLoggable(line("dev.palabre.http.ErrorHandler", 60))).isTrue();
    }

    @Test
    void isLoggable_leavesTheAccessLogAsItIs() {
        assertThat(IntStream.range(0, 100).allMatch(i -> limit.isLoggable(line("palabre.access", 0))))
                .isTrue();
    }

    private static LogRecord line(String logger, long second) {
        var line = new LogRecord(Level.SEVERE, "failed");
        line.setLoggerName(logger);
        line.setInstant(Instant.ofEpochSecond(1_000_000 + second));
        return line;
    }
}

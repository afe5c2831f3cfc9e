package dev.palabre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.http.RateLimit.Rate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RateLimitTest {
    private final AtomicLong clock = new AtomicLong(1);
    private final RateLimit limit = new RateLimit(Rate.parse("3/m"), clock::get);

    @Test
    void allowance_isSpentAtOnceAndRefilledSmoothly() {
        assertThat(IntStream.range(0, 3).map(i -> limit.take("a")).sum()).isZero();
        assertThat(limit.take("a")).isEqualTo(20);
        assertThat(limit.take("b")).isZero();
        pass(Duration.ofSeconds(19));
        assertThat(limit.take("a")).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(limit.take("a")).isZero();
        assertThat(limit.take("a")).isEqualTo(20);
        pass(Duration.ofHours(1));
        assertThat(IntStream.range(0, 4).map(i -> limit.take("a")).sum()).isEqualTo(20);
    }

    @Test
    void allowance_isSharedExactlyAmongThreads() {
        var many = new RateLimit(Rate.parse("500/d"), clock::get);
        var allowed = new AtomicInteger();
        IntStream.range(0, 4_000).parallel().forEach(i -> {
            if (many.take("a") == 0) {
                allowed.incrementAndGet();
            }
        });
        assertThat(allowed).hasValue(500);
    }

    @Test
    void zero_isNoLimit() {
        var none = new RateLimit(Rate.parse("0"), clock::get);
        assertThat(IntStream.range(0, 10_000).map(i -> none.take("a")).sum()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10/", "/m", "-5/m", "10/y", "1.5/m", "99999999999/m", "10 / m", "x/m", "0x1/m"})
    void rate_thatIsNoneIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10/m");
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}

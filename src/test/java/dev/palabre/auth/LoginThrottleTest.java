package dev.palabre.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.palabre.problem.Problem;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LoginThrottleTest {
    private final AtomicLong clock = new AtomicLong();
    private final LoginThrottle attempts = new LoginThrottle(5, clock::get);

    @Test
    void take_givesFiveTriesAndThenAsksToWait() {
        take(5);
        assertThat(wait("awa")).isEqualTo(30);
        assertThat(wait("someone else")).isZero();
    }

    @Test
    void take_doublesTheWaitUpToAQuarterOfAnHour() {
        take(5);
        for (var expected : new int[] {30, 60, 120, 240, 480, 900, 900, 900}) {
            assertThat(wait("awa")).isEqualTo(expected);
            clock.addAndGet(Duration.ofSeconds(expected).toNanos());
            take(1);
        }
    }

    @Test
    void take_duringAWaitDoesNotProlongIt() {
        take(5);
        wait("awa");
        clock.addAndGet(Duration.ofSeconds(29).toNanos());
        assertThat(wait("awa")).isEqualTo(1);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThatCode(() -> attempts.take("awa")).doesNotThrowAnyException();
    }

    @Test
    void clear_forgetsTries() {
        take(5);
        attempts.clear("awa");
        take(4);
        assertThat(wait("awa")).isZero();
    }

    @Test
    void take_forgetsAfterAQuarterOfAnHour() {
        take(5);
        clock.addAndGet(Duration.ofMinutes(16).toNanos());
        take(4);
        assertThat(wait("awa")).isZero();
    }

    private void take(int times) {
        for (int i = 0; i < times; i++) {
            attempts.take("awa");
        }
    }

    private int wait(String key) {
        var problem = catchThrowableOfType(Problem.class, () -> attempts.take(key));
        return problem == null ? 0 : problem.retryAfterSeconds();
    }
}

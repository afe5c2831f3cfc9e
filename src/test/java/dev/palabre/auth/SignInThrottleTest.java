package dev.palabre.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.problem.Problem;
import org.junit.jupiter.api.Test;

final class SignInThrottleTest {
    private static final String ACCOUNT = "awa@example.org";

    private final SignInThrottle throttle = new SignInThrottle(() -> 0);

    @Test
    void admit_keepsKeysOfOneLength() {
        assertThat(throttle.admit("192.0.2.1", "a".repeat(100_000), null)).hasSize(43);
        assertThat(throttle.admit("192.0.2.1", "a", "device")).hasSize(43);
    }

    @Test
    void admit_letsKnownDevicesAndAddressesPassWhereTheAccountIsExhausted() {
        throttle.succeeded(throttle.admit("198.51.100.1", ACCOUNT, null), "198.51.100.1", ACCOUNT);
        for (int i = 0; i < SignInThrottle.ACCOUNT_PER_HOUR + 20; i++) {
            try {
                throttle.admit("10.0." + i / 250 + "." + i % 250, ACCOUNT, null);
            } catch (Problem exhausted) {
                assertThat(i).isGreaterThan(500);
            }
        }
        assertRefused("203.0.113.1", null);
        assertThatCode(() -> throttle.admit("198.51.100.1", ACCOUNT, null)).doesNotThrowAnyException();
        assertThatCode(() -> throttle.admit("203.0.113.1", ACCOUNT, "device")).doesNotThrowAnyException();
        assertThatCode(() -> throttle.admit("203.0.113.1", "issa@example.org", null))
                .doesNotThrowAnyException();
    }

    @Test
    void admit_countsDevicesAndAddressesApart() {
        for (int i = 0; i < SignInThrottle.FREE; i++) {
            throttle.admit("192.0.2.1", ACCOUNT, null);
        }
        assertRefused("192.0.2.1", null);
        for (int i = 0; i < SignInThrottle.FREE; i++) {
            throttle.admit("192.0.2.1", ACCOUNT, "device");
        }
        assertRefused("192.0.2.2", "device");
    }

    private void assertRefused(String bucket, @org.jspecify.annotations.Nullable String device) {
        assertThatThrownBy(() -> throttle.admit(bucket, ACCOUNT, device)).isInstanceOf(Problem.class);
    }
}

package dev.palabre.consent.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.http.RateLimit.Rate;
import dev.palabre.problem.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ChoiceLimitsTest {
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void network_isThe24OrThe48() {
        assertThat(ChoiceLimits.network("192.0.2.17")).isEqualTo("192.0.2");
        assertThat(ChoiceLimits.network("2001:db8:7:1:0:0:0:0/64")).isEqualTo("2001:db8:7");
        assertThat(ChoiceLimits.network("unknown")).isEqualTo("unknown");
    }

    @Test
    void choose_isLimitedByAddressByNetworkAndBySite() {
        var limits = new ChoiceLimits(new Rate(2, DAY), new Rate(12, DAY), new Rate(1, DAY));
        for (int host = 1; host <= 4; host++) {
            limits.choose(1, "192.0.2." + host);
            limits.choose(1, "192.0.2." + host);
        }
        assertThatThrownBy(() -> limits.choose(1, "192.0.2.1")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> limits.choose(1, "192.0.2.5")).isInstanceOf(Problem.class);
        for (int net = 1; net <= 4; net++) {
            limits.choose(1, "198.51." + net + ".1");
        }
        assertThatThrownBy(() -> limits.choose(1, "203.0.113.1")).isInstanceOf(Problem.class);
        assertThatCode(() -> limits.choose(2, "203.0.113.1")).doesNotThrowAnyException();
    }

    @Test
    void visitor_isLimitedByConsentId() {
        var limits = new ChoiceLimits(new Rate(0, DAY), new Rate(0, DAY), new Rate(0, DAY));
        for (int i = 0; i < 60; i++) {
            limits.visitor(new byte[] {1});
        }
        assertThatThrownBy(() -> limits.visitor(new byte[] {1})).isInstanceOf(Problem.class);
        assertThatCode(() -> limits.visitor(new byte[] {2})).doesNotThrowAnyException();
    }

    @Test
    void figures_stopCountingAnAddressThatSendsManyChoices() {
        var limits = new ChoiceLimits(new Rate(0, DAY), new Rate(0, DAY), new Rate(0, DAY));
        var counted = 0;
        for (int i = 0; i < 1_000; i++) {
            counted += limits.isCounted(1, "192.0.2.1") ? 1 : 0;
        }
        assertThat(counted).isBetween(120, 125);
    }
}

package dev.palabre.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.RateLimit.Rate;
import org.junit.jupiter.api.Test;

class RatesTest {
    @Test
    void count_refusesAVisitorWhoSendsTooMany() {
        var rates = new Rates(Rate.parse("2/h"), Rate.parse("100/h"));
        rates.count(1, "192.0.2.1");
        rates.count(1, "192.0.2.1");
        var refused = catchThrowableOfType(Problem.class, () -> rates.count(1, "192.0.2.1"));
        assertThat(refused.kind()).isEqualTo(Problem.Kind.TOO_MANY);
        assertThat(refused.code()).isEqualTo("too_many_comments");
        assertThat(refused.retryAfterSeconds()).isBetween(1, 1_800);
    }

    @Test
    void count_leavesOtherVisitorsAndSitesAlone() {
        var rates = new Rates(Rate.parse("1/h"), Rate.parse("100/h"));
        rates.count(1, "192.0.2.1");
        rates.count(1, "192.0.2.2");
        rates.count(2, "192.0.2.1");
        assertThatThrownBy(() -> rates.count(2, "192.0.2.1")).isInstanceOf(Problem.class);
    }

    @Test
    void count_boundsAWholeSite() {
        var rates = new Rates(Rate.parse("0"), Rate.parse("2/h"));
        rates.count(1, "192.0.2.1");
        rates.count(1, "192.0.2.2");
        var refused = catchThrowableOfType(Problem.class, () -> rates.count(1, "192.0.2.3"));
        assertThat(refused.code()).isEqualTo("too_many_on_site");
        rates.count(2, "192.0.2.3");
    }
}

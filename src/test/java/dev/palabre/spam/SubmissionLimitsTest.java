package dev.palabre.spam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.palabre.http.RateLimit.Rate;
import dev.palabre.problem.Problem;
import org.junit.jupiter.api.Test;

class SubmissionLimitsTest {
    @Test
    void count_refusesAVisitorWhoSendsTooMany() {
        var rates = new SubmissionLimits(Rate.parse("2/h"), Rate.parse("100/h"), Rate.parse("0"));
        rates.count(1, "192.0.2.1", null, false);
        rates.count(1, "192.0.2.1", null, false);
        var refused = catchThrowableOfType(Problem.class, () -> rates.count(1, "192.0.2.1", null, false));
        assertThat(refused.kind()).isEqualTo(Problem.Kind.TOO_MANY);
        assertThat(refused.code()).isEqualTo("too_many_comments");
        assertThat(refused.retryAfterSeconds()).isBetween(1, 1_800);
    }

    @Test
    void count_leavesOtherVisitorsAndSitesAlone() {
        var rates = new SubmissionLimits(Rate.parse("1/h"), Rate.parse("100/h"), Rate.parse("0"));
        rates.count(1, "192.0.2.1", null, false);
        rates.count(1, "192.0.2.2", null, false);
        rates.count(2, "192.0.2.1", null, false);
        assertThatThrownBy(() -> rates.count(2, "192.0.2.1", null, false)).isInstanceOf(Problem.class);
    }

    @Test
    void count_boundsAWholeSite() {
        var rates = new SubmissionLimits(Rate.parse("0"), Rate.parse("2/h"), Rate.parse("0"));
        rates.count(1, "192.0.2.1", null, false);
        rates.count(1, "192.0.2.2", null, false);
        var refused = catchThrowableOfType(Problem.class, () -> rates.count(1, "192.0.2.3", null, false));
        assertThat(refused.code()).isEqualTo("too_many_on_site");
        rates.count(2, "192.0.2.3", null, false);
    }

    @Test
    void count_countsWhatIsRepeatedWithItsKeyOnce() {
        var rates = new SubmissionLimits(Rate.parse("2/h"), Rate.parse("2/h"), Rate.parse("0"));
        for (int i = 0; i < 5; i++) {
            rates.count(1, "192.0.2.1", "one", false);
        }
        rates.count(1, "192.0.2.1", "two", false);
        assertThatThrownBy(() -> rates.count(1, "192.0.2.1", "three", false)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> rates.count(1, "192.0.2.1", "three", false)).isInstanceOf(Problem.class);
        rates.count(1, "192.0.2.1", "two", false);
    }

    @Test
    void attempt_boundsWhateverAVisitorSends() {
        var rates = new SubmissionLimits(Rate.parse("2/h"), Rate.parse("0"), Rate.parse("0"));
        for (int i = 0; i < 20; i++) {
            rates.attempt(1, "192.0.2.1");
        }
        assertThatThrownBy(() -> rates.attempt(1, "192.0.2.1")).isInstanceOf(Problem.class);
        rates.attempt(1, "192.0.2.2");
        rates.attempt(2, "192.0.2.1");
        rates.count(1, "192.0.2.1", null, false);
    }

    @Test
    void count_boundsWhatAVisitorLeavesUnconfirmed() {
        var rates = new SubmissionLimits(Rate.parse("0"), Rate.parse("0"), Rate.parse("1/h"));
        rates.count(1, "192.0.2.1", null, true);
        var refused = catchThrowableOfType(Problem.class, () -> rates.count(1, "192.0.2.1", null, true));
        assertThat(refused.code()).isEqualTo("too_many_comments");
        assertThat(refused.retryAfterSeconds()).isPositive();
        rates.count(1, "192.0.2.1", null, false);
        rates.count(1, "192.0.2.2", null, true);
        rates.count(2, "192.0.2.1", null, true);
    }
}

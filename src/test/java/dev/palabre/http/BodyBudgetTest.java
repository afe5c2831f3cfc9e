package dev.palabre.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.http.BodyBudget.Outcome;
import org.junit.jupiter.api.Test;

final class BodyBudgetTest {
    @Test
    void grow_refusesOneAddressBeforeAllTogetherAndAllTogetherAtLast() {
        var budget = new BodyBudget(100, 40);
        assertThat(budget.reserve("a").grow(40)).isEqualTo(Outcome.KEPT);
        assertThat(budget.reserve("a").grow(1)).isEqualTo(Outcome.ADDRESS_FULL);
        assertThat(budget.reserve("b").grow(40)).isEqualTo(Outcome.KEPT);
        assertThat(budget.reserve("c").grow(21)).isEqualTo(Outcome.FULL);
        assertThat(budget.reserve("c").grow(20)).isEqualTo(Outcome.KEPT);
        assertThat(budget.used()).isEqualTo(100);
    }

    @Test
    void release_givesBackOnceWhatWasCounted() {
        var budget = new BodyBudget(100, 100);
        var body = budget.reserve("a");
        body.grow(30);
        body.grow(30);
        var other = budget.reserve("a");
        other.grow(10);
        body.release();
        body.release();
        assertThat(budget.used()).isEqualTo(10);
        other.release();
        assertThat(budget.used()).isZero();
        assertThat(budget.addresses()).isZero();
    }

    @Test
    void of_givesOneAddressAnEighthAndAlwaysTwoBodies() {
        assertThat(BodyBudget.of(1_000, 100).reserve("a").grow(200)).isEqualTo(Outcome.KEPT);
        assertThat(BodyBudget.of(1_000, 100).reserve("a").grow(201)).isEqualTo(Outcome.ADDRESS_FULL);
        assertThat(BodyBudget.of(8_000, 100).reserve("a").grow(1_000)).isEqualTo(Outcome.KEPT);
        assertThat(BodyBudget.of(8_000, 100).reserve("a").grow(1_001)).isEqualTo(Outcome.ADDRESS_FULL);
    }
}

package dev.palabre.mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.crypto.KeyRing;
import dev.palabre.http.RateLimit.Rate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinkMailLimitsTest {
    private static final int SITE = 1;

    @Test
    void request_ofUnknownAddressesUsesNothingUpThatOthersNeed() {
        var rates = rates("5/h", "0", "0", "30/h", "300/h");
        for (int i = 0; i < 1_000; i++) {
            assertThat(rates.request(SITE, "nobody" + i + "@invented.example")).isZero();
        }
        assertThat(rates.request(SITE, "awa@example.org")).isZero();
    }

    @Test
    void request_isRefusedWithATimeOnceTheSiteHasWrittenEnough() {
        var rates = rates("0", "0", "0", "3/h", "300/h");
        for (int i = 0; i < 3; i++) {
            assertThat(rates.request(SITE, i + "@example.org")).isZero();
            rates.wrote(SITE, i + "@example.org");
        }
        assertThat(rates.request(SITE, "awa@example.org")).isBetween(1, 1_200);
        assertThat(rates.request(SITE, "nobody@invented.example")).isBetween(1, 1_200);
        assertThat(rates.request(SITE + 1, "awa@example.org")).isZero();
    }

    @Test
    void requestByStranger_leavesAThirdToKnownAddresses() {
        var rates = rates("0", "0", "0", "30/h", "300/h");
        var written = 0;
        while (rates.requestByStranger(SITE, written + "@example.org", "net" + written) == 0) {
            rates.wroteForStranger(SITE, written++ + "@example.org");
        }
        assertThat(written).isEqualTo(20);
        assertThat(rates.request(SITE, "awa@example.org")).isZero();
    }

    @Test
    void requestByStranger_isCountedByNetwork() {
        var rates = rates("0", "0", "2/h", "0", "0");
        assertThat(rates.requestByStranger(SITE, "a@example.org", "one")).isZero();
        assertThat(rates.requestByStranger(SITE, "b@example.org", "one")).isZero();
        assertThat(rates.requestByStranger(SITE, "c@example.org", "one")).isPositive();
        assertThat(rates.requestByStranger(SITE, "c@example.org", "two")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "bomb+1@victim.example, bomb+2@victim.example",
        "b.o.m.b@victim.example, bomb@victim.example",
        "Bomb@VICTIM.example, b.omb+x+y@victim.example",
        "bomb@b\u00FCcher.example, bomb@xn--bcher-kva.example",
        "bomb@victim\u3002example, bomb@victim.example",
    })
    void request_countsTheSpellingsOfAMailboxTogether(String first, String second) {
        var rates = rates("1/h", "0", "0", "0", "0");
        assertThat(rates.request(SITE, first)).isZero();
        assertThat(rates.request(SITE, second)).isPositive();
        assertThat(rates.requestByStranger(SITE, second, "net")).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "victim@mail.example, victim@ma\u0130l.example",
        "victim@mail.example, victim@ma\u0131l.example",
        "victim@mail.example, victim@mail.example.org",
        "victim@mail.example, +victim@mail.example",
    })
    void request_countsLookAlikesForThemselves(String first, String second) {
        var rates = rates("1/h", "0", "0", "0", "0");
        assertThat(rates.request(SITE, first)).isZero();
        assertThat(rates.request(SITE, second)).isZero();
    }

    @Test
    void request_ofManyMailboxesOfOneDomainIsRefusedOnceItHadEnough() {
        var rates = rates("0", "3/h", "0", "0", "0");
        for (int i = 0; i < 3; i++) {
            rates.wrote(SITE, "box" + i + "@victim.example");
        }
        assertThat(rates.request(SITE, "box9@VICTIM.example")).isPositive();
        assertThat(rates.request(SITE, "box9@other.example")).isZero();
    }

    private static LinkMailLimits rates(String mailbox, String domain, String network, String site, String server) {
        return new LinkMailLimits(
                KeyRing.parse("b2xkIHNlY3JldCwgMzIgYnl0ZXMgb3IgbW9yZSBvZiBpdA=="),
                new LinkMailLimits.Limits(
                        Rate.parse(mailbox),
                        Rate.parse(domain),
                        Rate.parse(network),
                        Rate.parse(site),
                        Rate.parse(server)));
    }
}

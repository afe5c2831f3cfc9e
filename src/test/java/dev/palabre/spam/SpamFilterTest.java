package dev.palabre.spam;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.palabre.crypto.KeyRing;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpamFilterTest {
    private static final String LONG = "Merci pour cet article sur la plage de mon enfance.";

    private final AtomicLong nanos = new AtomicLong();
    private final Ticker ticker = nanos::get;
    private final SpamFilter filter = new SpamFilter(
            KeyRing.parse(Base64.getEncoder()
                    .encodeToString(
                            "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII))),
            Duration.ofSeconds(3),
            ticker);

    @Test
    void check_findsNothingOddInAPersonsComment() {
        assertThat(filter.check(said(LONG)).isClean()).isTrue();
        assertThat(filter.check(new SpamInput(1, null, "Merci !", "", 3_000L, 2))
                        .reasons())
                .isEmpty();
    }

    @Test
    void check_seesAFilledHoneypot() {
        assertThat(filter.check(new SpamInput(1, null, LONG, "https://x.example", null, 2))
                        .reasons())
                .containsExactly("honeypot");
    }

    @Test
    void check_seesWhoIsTooFast() {
        assertThat(timed(2_999L)).containsExactly("too_fast");
        assertThat(timed(-1L)).containsExactly("too_fast");
        assertThat(timed(3_000L)).isEmpty();
        assertThat(timed(null)).isEmpty();
    }

    @Test
    void check_countsLinksAsTheSiteAllows() {
        var text = "Voir https://a.example et HTTP://b.example et www.c.example, qui le disent.";
        assertThat(filter.check(new SpamInput(1, null, text, null, null, 3)).reasons())
                .isEmpty();
        assertThat(filter.check(new SpamInput(2, null, text, null, null, 2)).reasons())
                .containsExactly("links");
        assertThat(filter.check(new SpamInput(1, null, "Voir [url=x.example]x[/url]", null, null, 0))
                        .reasons())
                .containsExactly("links");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example/b?c", " \n www.a.example !!", "http://a.example, http://b.example"})
    void check_seesAMereLink(String text) {
        assertThat(filter.check(said(text)).reasons()).contains("link_only");
    }

    @Test
    void check_seesWhatWasSaidAlready() {
        filter.check(said(LONG));
        var again = new SpamInput(1, null, "  merci pour cet article, sur la plage\nde mon ENFANCE!", null, null, 2);
        assertThat(filter.check(again).reasons()).containsExactly("repeated");
    }

    @Test
    void forget_letsWhoeverWasNotTakenTryAgain() {
        filter.check(said(LONG));
        filter.forget(said(LONG));
        assertThat(filter.check(said(LONG)).isClean()).isTrue();
        assertThat(filter.check(said(LONG)).reasons()).containsExactly("repeated");
    }

    @Test
    void check_holdsNobodyForSendingTheSameAgainWithItsKey() {
        assertThat(filter.check(sent("first")).isClean()).isTrue();
        assertThat(filter.check(sent("first")).isClean()).isTrue();
        assertThat(filter.check(sent("second")).reasons()).containsExactly("repeated");
        assertThat(filter.check(said(LONG)).reasons()).containsExactly("repeated");
    }

    @Test
    void forget_ofARepeatedRequestLeavesWhatWasTakenRemembered() {
        filter.check(sent("first"));
        filter.check(sent("first"));
        filter.forget(sent("first"));
        assertThat(filter.check(sent("second")).reasons()).containsExactly("repeated");
    }

    @Test
    void check_forgetsWithinTheHourAndAcrossSites() {
        filter.check(said(LONG));
        assertThat(filter.check(new SpamInput(2, null, LONG, null, null, 2)).isClean())
                .isTrue();
        nanos.addAndGet(Duration.ofMinutes(61).toNanos());
        assertThat(filter.check(said(LONG)).isClean()).isTrue();
    }

    @Test
    void check_letsShortThanksBeTheSame() {
        filter.check(said("Merci beaucoup !"));
        assertThat(filter.check(said("Merci beaucoup !")).isClean()).isTrue();
    }

    @Test
    void check_givesEveryReasonItKnowsAndNoOther() {
        var bad = new SpamInput(1, null, "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example", "x", 1L, 0);
        filter.check(bad);
        assertThat(filter.check(bad).reasons()).containsExactlyElementsOf(SpamFilter.REASONS);
    }

    @Test
    void check_isQuickWithALongText() {
        assertThat(filter.check(said("http".repeat(25_000))).isClean()).isTrue();
        assertThat(filter.check(said("[".repeat(100_000) + " ".repeat(100_000) + "a"))
                        .isClean())
                .isTrue();
    }

    private java.util.List<String> timed(@Nullable Long elapsed) {
        return filter.check(new SpamInput(1, null, "Merci !", null, elapsed, 2)).reasons();
    }

    private static SpamInput sent(String key) {
        return new SpamInput(1, key, LONG, null, null, 2);
    }

    private static SpamInput said(String text) {
        return new SpamInput(1, null, text, null, null, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", ""})
    void check_leavesAnEmptyHoneypotAlone(String honeypot) {
        assertThat(filter.check(new SpamInput(1, null, "Merci !", honeypot, null, 2))
                        .isClean())
                .isTrue();
    }

    @Test
    void check_saysNothingOfATimeThatNobodyMeasured() {
        assertThat(timed(null)).isEmpty();
        assertThat(timed(3_000L)).isEmpty();
        assertThat(timed(2_999L)).containsExactly("too_fast");
    }

    @Test
    void check_findsTheSameTextInAnyCaseAndPunctuation() {
        filter.check(said(LONG));
        assertThat(filter.check(said(LONG.toUpperCase(java.util.Locale.ROOT) + " !!!"))
                        .reasons())
                .containsExactly("repeated");
    }

    @Test
    void check_takesAnotherTextForAnother() {
        filter.check(said(LONG));
        assertThat(filter.check(said(LONG + " Vraiment.")).isClean()).isTrue();
    }

    @Test
    void check_countsLinksWithoutASchemeAndInBrackets() {
        assertThat(filter.check(new SpamInput(1, null, "www.a.example et [url=x] et HTTPS://b.example", null, null, 2))
                        .reasons())
                .containsExactly("links");
    }

    @Test
    void check_allowsNoLinkWhereTheSiteAllowsNone() {
        assertThat(filter.check(new SpamInput(1, null, "Voyez https://a.example ici", null, null, 0))
                        .reasons())
                .containsExactly("links");
    }

    @Test
    void forget_ofWhatWasNeverSaidChangesNothing() {
        filter.forget(said(LONG));
        assertThat(filter.check(said(LONG)).isClean()).isTrue();
        assertThat(filter.check(said(LONG)).reasons()).containsExactly("repeated");
    }
}

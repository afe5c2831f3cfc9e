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
    private final SpamFilter guard = new SpamFilter(
            KeyRing.parse(Base64.getEncoder()
                    .encodeToString(
                            "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII))),
            Duration.ofSeconds(3),
            ticker);

    @Test
    void judge_findsNothingOddInAPersonsComment() {
        assertThat(guard.judge(said(LONG)).isClean()).isTrue();
        assertThat(guard.judge(new SpamInput(1, null, "Merci !", "", 3_000L, 2)).reasons())
                .isEmpty();
    }

    @Test
    void judge_seesAFilledHoneypot() {
        assertThat(guard.judge(new SpamInput(1, null, LONG, "https://x.example", null, 2))
                        .reasons())
                .containsExactly("honeypot");
    }

    @Test
    void judge_seesWhoIsTooFast() {
        assertThat(timed(2_999L)).containsExactly("too_fast");
        assertThat(timed(-1L)).containsExactly("too_fast");
        assertThat(timed(3_000L)).isEmpty();
        assertThat(timed(null)).isEmpty();
    }

    @Test
    void judge_countsLinksAsTheSiteAllows() {
        var text = "Voir https://a.example et HTTP://b.example et www.c.example, qui le disent.";
        assertThat(guard.judge(new SpamInput(1, null, text, null, null, 3)).reasons())
                .isEmpty();
        assertThat(guard.judge(new SpamInput(2, null, text, null, null, 2)).reasons())
                .containsExactly("links");
        assertThat(guard.judge(new SpamInput(1, null, "Voir [url=x.example]x[/url]", null, null, 0))
                        .reasons())
                .containsExactly("links");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example/b?c", " \n www.a.example !!", "http://a.example, http://b.example"})
    void judge_seesAMereLink(String text) {
        assertThat(guard.judge(said(text)).reasons()).contains("link_only");
    }

    @Test
    void judge_seesWhatWasSaidAlready() {
        guard.judge(said(LONG));
        var again = new SpamInput(1, null, "  merci pour cet article, sur la plage\nde mon ENFANCE!", null, null, 2);
        assertThat(guard.judge(again).reasons()).containsExactly("repeated");
    }

    @Test
    void forget_letsWhoeverWasNotTakenTryAgain() {
        guard.judge(said(LONG));
        guard.forget(said(LONG));
        assertThat(guard.judge(said(LONG)).isClean()).isTrue();
        assertThat(guard.judge(said(LONG)).reasons()).containsExactly("repeated");
    }

    @Test
    void judge_holdsNobodyForSendingTheSameAgainWithItsKey() {
        assertThat(guard.judge(sent("first")).isClean()).isTrue();
        assertThat(guard.judge(sent("first")).isClean()).isTrue();
        assertThat(guard.judge(sent("second")).reasons()).containsExactly("repeated");
        assertThat(guard.judge(said(LONG)).reasons()).containsExactly("repeated");
    }

    @Test
    void forget_ofARepeatedRequestLeavesWhatWasTakenRemembered() {
        guard.judge(sent("first"));
        guard.judge(sent("first"));
        guard.forget(sent("first"));
        assertThat(guard.judge(sent("second")).reasons()).containsExactly("repeated");
    }

    @Test
    void judge_forgetsWithinTheHourAndAcrossSites() {
        guard.judge(said(LONG));
        assertThat(guard.judge(new SpamInput(2, null, LONG, null, null, 2)).isClean())
                .isTrue();
        nanos.addAndGet(Duration.ofMinutes(61).toNanos());
        assertThat(guard.judge(said(LONG)).isClean()).isTrue();
    }

    @Test
    void judge_letsShortThanksBeTheSame() {
        guard.judge(said("Merci beaucoup !"));
        assertThat(guard.judge(said("Merci beaucoup !")).isClean()).isTrue();
    }

    @Test
    void judge_givesEveryReasonItKnowsAndNoOther() {
        var bad = new SpamInput(1, null, "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example", "x", 1L, 0);
        guard.judge(bad);
        assertThat(guard.judge(bad).reasons()).containsExactlyElementsOf(SpamFilter.REASONS);
    }

    @Test
    void judge_isQuickWithALongText() {
        assertThat(guard.judge(said("http".repeat(25_000))).isClean()).isTrue();
        assertThat(guard.judge(said("[".repeat(100_000) + " ".repeat(100_000) + "a"))
                        .isClean())
                .isTrue();
    }

    private java.util.List<String> timed(@Nullable Long elapsed) {
        return guard.judge(new SpamInput(1, null, "Merci !", null, elapsed, 2)).reasons();
    }

    private static SpamInput sent(String key) {
        return new SpamInput(1, key, LONG, null, null, 2);
    }

    private static SpamInput said(String text) {
        return new SpamInput(1, null, text, null, null, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", ""})
    void judge_leavesAnEmptyHoneypotAlone(String honeypot) {
        assertThat(guard.judge(new SpamInput(1, null, "Merci !", honeypot, null, 2))
                        .isClean())
                .isTrue();
    }

    @Test
    void judge_saysNothingOfATimeThatNobodyMeasured() {
        assertThat(timed(null)).isEmpty();
        assertThat(timed(3_000L)).isEmpty();
        assertThat(timed(2_999L)).containsExactly("too_fast");
    }

    @Test
    void judge_findsTheSameTextInAnyCaseAndPunctuation() {
        guard.judge(said(LONG));
        assertThat(guard.judge(said(LONG.toUpperCase(java.util.Locale.ROOT) + " !!!"))
                        .reasons())
                .containsExactly("repeated");
    }

    @Test
    void judge_takesAnotherTextForAnother() {
        guard.judge(said(LONG));
        assertThat(guard.judge(said(LONG + " Vraiment.")).isClean()).isTrue();
    }

    @Test
    void judge_countsLinksWithoutASchemeAndInBrackets() {
        assertThat(guard.judge(new SpamInput(1, null, "www.a.example et [url=x] et HTTPS://b.example", null, null, 2))
                        .reasons())
                .containsExactly("links");
    }

    @Test
    void judge_allowsNoLinkWhereTheSiteAllowsNone() {
        assertThat(guard.judge(new SpamInput(1, null, "Voyez https://a.example ici", null, null, 0))
                        .reasons())
                .containsExactly("links");
    }

    @Test
    void forget_ofWhatWasNeverSaidChangesNothing() {
        guard.forget(said(LONG));
        assertThat(guard.judge(said(LONG)).isClean()).isTrue();
        assertThat(guard.judge(said(LONG)).reasons()).containsExactly("repeated");
    }
}

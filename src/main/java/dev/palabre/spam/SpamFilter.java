package dev.palabre.spam;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.palabre.crypto.KeyRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for signs that a submission is not a person's, without a third party and without storing anything: what it
 * remembers are keyed digests, for an hour, in memory.
 *
 * <pre>{@code
 * var verdict = spamFilter.check(input);
 * if (!verdict.isClean()) hold(comment, verdict.heldReason());
 * }</pre>
 */
public final class SpamFilter {
    /** Every reason that a verdict can have, the gravest first. */
    public static final List<String> REASONS = List.of("honeypot", "too_fast", "links", "link_only", "repeated");

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MAX_REMEMBERED = 50_000;
    /** Shorter texts, such as a thank-you, are honestly the same. */
    private static final int MIN_REPEATED_LENGTH = 24;

    private static final Pattern LINK = Pattern.compile("(?i)\\b(?:https?://|www\\.)\\S+|\\[url\\b");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final KeyRing keys;
    private final Duration minElapsed;
    private final Cache<String, Occurrences> occurrences;

    /** How often a text was sent, and the idempotency key of its first sender. */
    private record Occurrences(@Nullable String key, int times) {
        boolean isBy(@Nullable String other) {
            return key != null && key.equals(other);
        }

        @Nullable
        Occurrences more(int change) {
            return times + change > 0 ? new Occurrences(key, times + change) : null;
        }
    }

    /** A filter that holds what was sent before the form had been open for {@code minElapsed}. */
    public SpamFilter(KeyRing keys, Duration minElapsed) {
        this(keys, minElapsed, Ticker.systemTicker());
    }

    SpamFilter(KeyRing keys, Duration minElapsed, Ticker ticker) {
        this.keys = keys;
        this.minElapsed = minElapsed;
        this.occurrences = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .executor(Runnable::run)
                .ticker(ticker)
                .build();
    }

    /** Checks a submission and remembers its text. The same key again does not count as a repetition. */
    public Verdict check(SpamInput input) {
        var reasons = new ArrayList<String>();
        var links = LINK.matcher(input.text()).results().count();
        add(reasons, "honeypot", isFilled(input.honeypot()));
        add(reasons, "too_fast", isTooFast(input.elapsedMillis()));
        add(reasons, "links", links > input.linksMax());
        add(reasons, "link_only", links > 0 && isEmptyWithoutLinks(input.text()));
        add(reasons, "repeated", isRepeated(input));
        return new Verdict(reasons);
    }

    /** Forgets what {@link #check} remembered of a submission that failed, so that a second try is not held. */
    public void forget(SpamInput input) {
        var digest = digest(input);
        if (digest != null) {
            occurrences.asMap().computeIfPresent(digest, (same, before) -> before.more(-1));
        }
    }

    private static void add(List<String> reasons, String code, boolean found) {
        if (found) {
            reasons.add(code);
        }
    }

    private static boolean isFilled(@Nullable String honeypot) {
        return honeypot != null && !honeypot.isBlank();
    }

    private boolean isTooFast(@Nullable Long elapsedMillis) {
        return elapsedMillis != null && elapsedMillis < minElapsed.toMillis();
    }

    private static boolean isEmptyWithoutLinks(String text) {
        return words(LINK.matcher(text).replaceAll(" ")).isEmpty();
    }

    private boolean isRepeated(SpamInput input) {
        var digest = digest(input);
        if (digest == null) {
            return false;
        }
        var first = new Occurrences(input.key(), 1);
        var now = occurrences.asMap().merge(digest, first, (before, same) -> before.more(1));
        return now != null && now.times() > 1 && !now.isBy(input.key());
    }

    private @Nullable String digest(SpamInput input) {
        var words = words(input.text());
        return words.length() < MIN_REPEATED_LENGTH
                ? null
                : Base64.getEncoder().encodeToString(keys.digest("spam.repeated", input.siteId() + " " + words));
    }

    private static String words(String text) {
        return NO_WORD.matcher(text).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }
}

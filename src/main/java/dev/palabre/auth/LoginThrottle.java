package dev.palabre.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Wrong passwords: a few are free, then each one doubles the wait before the next try counts, up to a quarter of an hour.
 * Nobody is ever locked out for good. Kept in memory, bounded, forgotten a quarter of an hour after the last try or by
 * the right password.
 */
final class LoginThrottle {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final int MAX_KEYS = 100_000;

    private final int free;
    private final LongSupplier nanoTime;
    private final Cache<String, Tries> tries;

    /**
     * What is known of one key.
     *
     * @param count tries since the last right password
     * @param openAt nanoseconds, when the next try counts
     */
    private record Tries(int count, long openAt, boolean refused) {}

    LoginThrottle(int free, LongSupplier nanoTime) {
        this.free = free;
        this.nanoTime = nanoTime;
        this.tries = Caffeine.newBuilder()
                .maximumSize(MAX_KEYS)
                .expireAfterWrite(LONGEST_WAIT.multipliedBy(2))
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /** Takes a try, before the password is looked at, so that tries at the same moment count too; 429 during a wait. */
    void take(String key) {
        var now = nanoTime.getAsLong();
        var after = tries.asMap().compute(key, (same, seen) -> next(seen, now));
        if (after.refused()) {
            var seconds = Duration.ofNanos(after.openAt() - now).plusMillis(999).toSeconds();
            throw Problem.later(Kind.TOO_MANY, "too_many_attempts", (int) seconds);
        }
    }

    /** Forgets the tries: the password was right. */
    void clear(String key) {
        tries.invalidate(key);
    }

    private Tries next(@org.jspecify.annotations.Nullable Tries seen, long now) {
        if (seen == null || now - seen.openAt() > LONGEST_WAIT.toNanos()) {
            return new Tries(1, now, false);
        }
        if (now < seen.openAt()) {
            return new Tries(seen.count(), seen.openAt(), true);
        }
        var count = seen.count() + 1;
        return new Tries(count, now + waitAfter(count).toNanos(), false);
    }

    private Duration waitAfter(int count) {
        if (count < free) {
            return Duration.ZERO;
        }
        var doubled = FIRST_WAIT.multipliedBy(1L << Math.min(count - free, 10));
        return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }
}

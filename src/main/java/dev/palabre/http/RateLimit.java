package dev.palabre.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.problem.Problem;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * So many acts in so much time for each key, smoothly refilled (the generic cell rate algorithm). Kept in memory, bounded:
 * a flood of keys evicts the oldest and never grows.
 */
public final class RateLimit {
    private static final int MAX_KEYS = 100_000;

    private final Rate rate;
    private final LongSupplier nanoTime;
    private final Cache<String, AtomicLong> fullAt;

    /**
     * How many in how long, written {@code 10/m}; {@code 0} means no limit.
     *
     * @param count acts allowed at once and again in each period
     * @param period in which the allowance is refilled
     */
    public record Rate(int count, Duration period) {
        /** Reads {@code 5/s}, {@code 10/m}, {@code 100/h}, {@code 1000/d} or {@code 0}. */
        public static Rate parse(String text) {
            if (text.equals("0")) {
                return new Rate(0, Duration.ofSeconds(1));
            }
            var slash = text.indexOf('/');
            var count = slash < 0 ? "" : text.substring(0, slash);
            var period =
                    switch (count.matches("\\d{1,9}") ? text.substring(slash + 1) : "") {
                        case "s" -> Duration.ofSeconds(1);
                        case "m" -> Duration.ofMinutes(1);
                        case "h" -> Duration.ofHours(1);
                        case "d" -> Duration.ofDays(1);
                        default -> throw new IllegalArgumentException("a rate is written 10/s, 10/m, 10/h, 10/d or 0");
                    };
            return new Rate(Integer.parseInt(count), period);
        }
    }

    /** A limit on the system's clock. */
    public RateLimit(Rate rate) {
        this(rate, System::nanoTime);
    }

    RateLimit(Rate rate, LongSupplier nanoTime) {
        this.rate = rate;
        this.nanoTime = nanoTime;
        this.fullAt = Caffeine.newBuilder()
                .maximumSize(MAX_KEYS)
                .expireAfterAccess(rate.period())
                .executor(Runnable::run)
                .build();
    }

    /** Takes one act for this key: 0 when allowed, else the seconds until the next one is. */
    public int take(String key) {
        if (rate.count() == 0) {
            return 0;
        }
        var now = nanoTime.getAsLong();
        var cost = rate.period().toNanos() / rate.count();
        var cell = fullAt.get(key, absent -> new AtomicLong(now));
        while (true) {
            var seen = cell.get();
            var next = Math.max(seen, now) + cost;
            var wait = next - now - rate.period().toNanos();
            if (wait > 0) {
                return seconds(wait);
            }
            if (cell.compareAndSet(seen, next)) {
                return 0;
            }
        }
    }

    /** Seconds until the next act of this key is allowed, 0 where it is now; takes none. */
    public int secondsUntil(String key) {
        var cell = rate.count() == 0 ? null : fullAt.getIfPresent(key);
        if (cell == null) {
            return 0;
        }
        var now = nanoTime.getAsLong();
        var next = Math.max(cell.get(), now) + rate.period().toNanos() / rate.count();
        return seconds(next - now - rate.period().toNanos());
    }

    /** Gives one act back that was taken for this key and turned out not to count. */
    public void giveBack(String key) {
        var cell = rate.count() == 0 ? null : fullAt.getIfPresent(key);
        if (cell != null) {
            cell.addAndGet(-(rate.period().toNanos() / rate.count()));
        }
    }

    private static int seconds(long wait) {
        return wait <= 0
                ? 0
                : (int) Math.max(1, Duration.ofNanos(wait).plusMillis(999).toSeconds());
    }

    /** Takes one act for this key, or fails with 429 and the time to wait. */
    public void require(String key, String code) {
        var seconds = take(key);
        if (seconds > 0) {
            throw Problem.later(Problem.Kind.TOO_MANY, code, seconds);
        }
    }
}

package dev.palabre.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RateLimit.Rate;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits sign-in attempts. A device or a network address with an earlier successful sign-in to the account has a limit of
 * its own, which attempts from elsewhere do not use up. All others share a limit for the account as well. Keys are digests
 * of fixed length.
 */
final class SignInThrottle {
    static final int FREE = 5;
    static final int ACCOUNT_PER_HOUR = 600;
    private static final int RETRY_SECONDS = 60;
    private static final int MAX_KNOWN = 10_000;
    private static final Duration KNOWN_FOR = Duration.ofDays(30);

    private final LoginThrottle attempts;
    private final RateLimit accounts = new RateLimit(new Rate(ACCOUNT_PER_HOUR, Duration.ofHours(1)));
    private final Cache<String, Boolean> known;

    SignInThrottle(LongSupplier nanoTime) {
        attempts = new LoginThrottle(FREE, nanoTime);
        known = Caffeine.newBuilder()
                .maximumSize(MAX_KNOWN)
                .expireAfterWrite(KNOWN_FOR)
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /** Counts an attempt before its password is checked, and returns its key; 429 where a limit is reached. */
    String admit(String bucket, String email, @Nullable String device) {
        var key = digest((device == null ? "address " + bucket : "device " + device) + ' ' + email);
        attempts.take(key);
        var trusted = device != null || known.getIfPresent(key) != null;
        if (!trusted && accounts.take(digest(email)) > 0) {
            throw Problem.later(Kind.TOO_MANY, "too_many_attempts", RETRY_SECONDS);
        }
        return key;
    }

    /** Forgets the attempts from here, and remembers the address: the password was right. */
    void succeeded(String key, String bucket, String email) {
        attempts.clear(key);
        known.put(digest("address " + bucket + ' ' + email), true);
    }

    /** The name of an account in keys and device cookies. */
    static String digest(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

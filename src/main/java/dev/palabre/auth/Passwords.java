package dev.palabre.auth;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes passwords with argon2id, as PHC strings. One hash costs a seventh of a second and 19 MiB, so that two are made
 * at a time, away from the event loop, a few wait, and more are refused.
 */
public final class Passwords {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int AT_A_TIME = 2;
    private static final int WAITING = 16;
    private static final int RETRY_SECONDS = 2;
    private static final String PREFIX = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + '$';
    /** No i, l, o, u: nothing that is mistaken for something else when it is copied by hand. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    /** The hash of nobody's password: all zeros, which no password is known to give. */
    private static final String NOBODY = PREFIX + zeros(SALT_BYTES) + '$' + zeros(HASH_BYTES);

    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final WorkerExecutor workers;
    private final AtomicInteger inside = new AtomicInteger();

    /** Passwords hashed on workers of their own. */
    public Passwords(Vertx vertx) {
        workers = vertx.createSharedWorkerExecutor("passwords", AT_A_TIME, 1, TimeUnit.MINUTES);
    }

    /** A new random password that can be read out: 100 bits, such as {@code k7mq2-x9fhp-3wtrd-n4vce}. */
    public static String generate() {
        var password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            if (i > 0 && i % GROUP_LENGTH == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    /** The PHC string of a password, with a salt of its own. */
    public Future<String> hash(String password) {
        return work(() -> hashNow(password));
    }

    /** Whether the password belongs to this PHC string. */
    public Future<Boolean> matches(String password, String hash) {
        return work(() -> matchesNow(password, hash));
    }

    /** Takes as long as {@link #matches} and is never true: for accounts that do not exist. */
    public Future<Boolean> matchesNobody(String password) {
        return work(() -> matchesNow(password, NOBODY)).map(false);
    }

    /** Whether a hash was made with other costs than today's, and should be made again. */
    public static boolean isOutdated(String hash) {
        return !hash.startsWith(PREFIX);
    }

    private <T> Future<T> work(Callable<T> hashing) {
        if (inside.incrementAndGet() > AT_A_TIME + WAITING) {
            inside.decrementAndGet();
            return Future.failedFuture(Problem.later(Kind.TOO_MANY, "too_many_attempts", RETRY_SECONDS));
        }
        return workers.executeBlocking(hashing, false).onComplete(done -> inside.decrementAndGet());
    }

    private static String hashNow(String password) {
        var argon2 = Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
        return Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2).getResult();
    }

    private static boolean matchesNow(String password, String hash) {
        return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
    }

    private static String zeros(int length) {
        return Base64.getEncoder().withoutPadding().encodeToString(new byte[length]);
    }
}

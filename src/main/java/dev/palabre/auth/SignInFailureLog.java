package dev.palabre.auth;

import dev.palabre.http.RateLimit;
import dev.palabre.http.RateLimit.Rate;
import dev.palabre.problem.Problem;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs failed and refused sign-ins, at most 30 lines a minute; a line says how many were left out before it. */
final class SignInFailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(SignInFailureLog.class);

    private final RateLimit lines = new RateLimit(new Rate(30, Duration.ofMinutes(1)));
    private final Consumer<String> log;
    private final LongAdder omitted = new LongAdder();

    SignInFailureLog() {
        this(LOG::warn);
    }

    SignInFailureLog(Consumer<String> log) {
        this.log = log;
    }

    /** Logs a failure: its code, the network address without its last part, the masked account. */
    void write(Problem problem, String bucket, String email) {
        if (lines.take("lines") > 0) {
            omitted.increment();
            return;
        }
        log.accept("Sign-in refused: %s, account %s, network %s, %d more not logged"
                .formatted(problem.code(), masked(email), SignInQueue.network(bucket), omitted.sumThenReset()));
    }

    static String masked(String email) {
        var first = email.isEmpty() ? "" : email.substring(0, email.offsetByCodePoints(0, 1));
        return (first.matches("[A-Za-z0-9]") ? first : "") + "***";
    }
}

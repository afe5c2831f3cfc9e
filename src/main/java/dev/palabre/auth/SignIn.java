package dev.palabre.auth;

import dev.palabre.auth.ModeratorStore.Account;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.db.Database;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RateLimit.Rate;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.text.TextRules;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signing in and out. An unknown address and a wrong password are answered alike and take the same time. Whoever tries
 * from elsewhere cannot keep the right person out: see {@link SignInThrottle}.
 */
public final class SignIn {
    private static final int MAX_EMAIL = 254;
    private static final int MAX_ASCII = 127;

    private final Database database;
    private final Passwords passwords;
    private final Sessions sessions;
    private final ClientAddresses visitors;
    private final SessionCookie cookie;
    private final CsrfCheck sameOrigin;
    private final RateLimit addresses;
    private final RateLimit endings;
    private final SignInThrottle throttle;
    private final SignInQueue queue = new SignInQueue();
    private final DeviceCookie device;
    private final SignInFailureLog failures = new SignInFailureLog();
    private final ModeratorStore store = new ModeratorStore();

    /**
     * What somebody types.
     *
     * @param email the address of the account
     * @param password as typed
     * @param code of a second factor; there are none, so that anything but an empty one is refused
     */
    public record Credentials(
            @Nullable String email,
            @Nullable String password,
            @Nullable String code) {
        /** Never the password: what is printed may end in a log. */
        @Override
        public String toString() {
            return "credentials";
        }
    }

    /**
     * A browser that is now signed in.
     *
     * @param caller who it is
     * @param setCookie the {@code Set-Cookie} of the session
     * @param deviceCookie the {@code Set-Cookie} that tells this browser from strangers at its next sign-in
     */
    public record SignedIn(Principal caller, String setCookie, String deviceCookie) {
        /** Never the cookie: what is printed may end in a log. */
        @Override
        public String toString() {
            return "signed in: " + caller.moderatorId();
        }
    }

    /** Sign-in with at most so many tries from one address. */
    public SignIn(
            Database database,
            Passwords passwords,
            Sessions sessions,
            ClientAddresses visitors,
            PublicUrl links,
            Rate rate,
            JwtTokens tokens) {
        this.database = database;
        this.passwords = passwords;
        this.sessions = sessions;
        this.visitors = visitors;
        this.cookie = new SessionCookie(links);
        this.sameOrigin = new CsrfCheck(links.origin());
        this.addresses = new RateLimit(rate);
        this.endings = new RateLimit(rate);
        this.throttle = new SignInThrottle(System::nanoTime);
        this.device = new DeviceCookie(tokens, links);
    }

    /** Seconds for which sign-ins from this client are refused whatever they say; 0 where they are not, or may not be. */
    public int waiting(RoutingContext ctx) {
        return device.isSent(ctx) ? 0 : addresses.secondsUntil(visitors.bucket(ctx.request()));
    }

    /** Signs the browser of this request in, or fails: 401 for wrong credentials, 422 for missing ones, 429. */
    public Future<SignedIn> start(RoutingContext ctx, Credentials typed) {
        sameOrigin.requireIfStated(ctx);
        var bucket = visitors.bucket(ctx.request());
        var email = required(typed);
        var account = ModeratorStore.canonical(email);
        try {
            return admitted(ctx, bucket, email, account, String.valueOf(typed.password()))
                    .onFailure(failure -> log(failure, bucket, account));
        } catch (Problem refused) {
            failures.write(refused, bucket, account);
            throw refused;
        }
    }

    private Future<SignedIn> admitted(
            RoutingContext ctx, String bucket, String email, String account, String password) {
        var known = device.read(ctx, account);
        addresses.require(known == null ? bucket : "device " + known, "too_many_attempts");
        return queue.run(SignInQueue.network(bucket), known != null, () -> {
                    var attempt = throttle.admit(bucket, account, known);
                    return checked(email, password).onSuccess(found -> throttle.succeeded(attempt, bucket, account));
                })
                .compose(found -> sessions.start(found.id(), cookie.read(ctx)))
                .compose(token -> signedIn(token, account));
    }

    private void log(Throwable failure, String bucket, String account) {
        if (failure instanceof Problem problem) {
            failures.write(problem, bucket, account);
        }
    }

    /** Signs the browser of this request out; returns the {@code Set-Cookie} that drops its cookie. */
    public Future<String> end(RoutingContext ctx) {
        var token = cookie.read(ctx);
        if (token == null || !Sessions.isToken(token)) {
            return Future.succeededFuture(cookie.drop());
        }
        sameOrigin.require(ctx);
        endings.require(visitors.bucket(ctx.request()), "too_many_requests");
        return sessions.end(token).map(done -> cookie.drop());
    }

    private Future<SignedIn> signedIn(String token, String account) {
        return sessions.caller(token)
                .map(caller ->
                        new SignedIn(caller.orElseThrow(SignIn::wrong), cookie.keep(token), device.keep(account)));
    }

    private Future<Account> checked(String email, String password) {
        return find(email).compose(found -> found.map(account -> passwords.matches(password, account.passwordHash()))
                .orElseGet(() -> passwords.matchesNobody(password))
                .compose(right -> right ? renewed(found.orElseThrow(), password) : Future.failedFuture(wrong())));
    }

    /** A hash made with other costs than today's is made again while the password is known. */
    private Future<Account> renewed(Account account, String password) {
        if (!Passwords.isOutdated(account.passwordHash())) {
            return Future.succeededFuture(account);
        }
        return passwords
                .hash(password)
                .compose(hash -> database.query(client -> store.updatePassword(client, account.id(), hash)))
                .map(account);
    }

    /** Addresses of moderators are ASCII; another letter whose small form is ASCII would be one more spelling. */
    private Future<Optional<Account>> find(String email) {
        return !TextRules.storable(email) || email.chars().anyMatch(letter -> letter > MAX_ASCII)
                ? Future.succeededFuture(Optional.empty())
                : database.query(client -> store.find(client, email));
    }

    private static String required(Credentials typed) {
        var errors = new ArrayList<FieldError>();
        if (typed.email() == null || typed.email().isBlank()) {
            errors.add(FieldError.of("email", "email_needed"));
        }
        if (typed.email() != null && typed.email().length() > MAX_EMAIL) {
            errors.add(FieldError.of("email", "email_too_long"));
        }
        if (typed.code() != null && !typed.code().isBlank()) {
            errors.add(FieldError.of("code", "second_factor_not_offered"));
        }
        if (typed.password() == null || typed.password().isEmpty()) {
            errors.add(FieldError.of("password", "password_needed"));
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(List.copyOf(errors));
        }
        return String.valueOf(typed.email()).strip();
    }

    private static Problem wrong() {
        return Problem.of(Kind.UNAUTHENTICATED, "wrong_credentials");
    }
}

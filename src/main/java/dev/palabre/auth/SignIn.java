package dev.palabre.auth;

import dev.palabre.auth.ModeratorStore.Account;
import dev.palabre.db.Database;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.ClientAddresses;
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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Signing in and out. An unknown address and a wrong password are answered alike and take the same time. Whoever tries
 * from elsewhere cannot keep the right person out: wrong passwords are counted for each account and address together,
 * and for the account alone only once they are many.
 */
public final class SignIn {
    private static final int FREE_HERE = 5;
    private static final int FREE_ANYWHERE = 50;
    private static final int MAX_EMAIL = 254;

    private final Database database;
    private final Passwords passwords;
    private final Sessions sessions;
    private final ClientAddresses visitors;
    private final SessionCookie cookie;
    private final CsrfCheck sameOrigin;
    private final RateLimit addresses;
    private final RateLimit endings;
    private final LoginThrottle here;
    private final LoginThrottle anywhere;
    private final ModeratorStore store = new ModeratorStore();

    /**
     * What somebody types.
     *
     * @param email the address of the account
     * @param password as typed
     * @param code of a second factor, where the account has one
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
     * @param setCookie the value of {@code Set-Cookie}
     */
    public record SignedIn(Principal caller, String setCookie) {
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
            Rate rate) {
        this(database, passwords, sessions, visitors, links, rate, System::nanoTime);
    }

    SignIn(
            Database database,
            Passwords passwords,
            Sessions sessions,
            ClientAddresses visitors,
            PublicUrl links,
            Rate rate,
            LongSupplier nanoTime) {
        this.database = database;
        this.passwords = passwords;
        this.sessions = sessions;
        this.visitors = visitors;
        this.cookie = new SessionCookie(links);
        this.sameOrigin = new CsrfCheck(links.origin());
        this.addresses = new RateLimit(rate);
        this.endings = new RateLimit(rate);
        this.here = new LoginThrottle(FREE_HERE, nanoTime);
        this.anywhere = new LoginThrottle(FREE_ANYWHERE, nanoTime);
    }

    /** Seconds for which sign-ins from this client address are refused whatever they say; 0 where they are not. */
    public int waiting(String bucket) {
        return addresses.secondsUntil(bucket);
    }

    /** Signs the browser of this request in, or fails: 401 for wrong credentials, 422 for missing ones, 429. */
    public Future<SignedIn> start(RoutingContext ctx, Credentials typed) {
        sameOrigin.requireIfStated(ctx);
        var bucket = visitors.bucket(ctx.request());
        addresses.require(bucket, "too_many_attempts");
        var email = required(typed).strip();
        var account = ModeratorStore.canonical(email);
        here.take(bucket + ' ' + account);
        anywhere.take(account);
        return checked(email, String.valueOf(typed.password())).compose(found -> {
            here.clear(bucket + ' ' + account);
            anywhere.clear(account);
            return sessions.start(found.id(), cookie.read(ctx)).compose(this::signedIn);
        });
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

    private Future<SignedIn> signedIn(String token) {
        return sessions.caller(token)
                .map(caller -> new SignedIn(caller.orElseThrow(SignIn::wrong), cookie.keep(token)));
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

    private Future<Optional<Account>> find(String email) {
        return email.length() > MAX_EMAIL || !TextRules.storable(email)
                ? Future.succeededFuture(Optional.empty())
                : database.query(client -> store.find(client, email));
    }

    private static String required(Credentials typed) {
        var errors = new ArrayList<FieldError>();
        if (typed.email() == null || typed.email().isBlank()) {
            errors.add(FieldError.of("email", "email_needed"));
        }
        if (typed.password() == null || typed.password().isEmpty()) {
            errors.add(FieldError.of("password", "password_needed"));
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(List.copyOf(errors));
        }
        return String.valueOf(typed.email());
    }

    private static Problem wrong() {
        return Problem.of(Kind.UNAUTHENTICATED, "wrong_credentials");
    }
}

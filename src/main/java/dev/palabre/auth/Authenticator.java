package dev.palabre.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RateLimit.Rate;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Tells who asks: a program by its bearer token, or a browser by its cookie, whose changes must come from our pages. */
public final class Authenticator {
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String BEARER = "Bearer ";
    /** Cookies of no session that one client address may ask the database for. */
    private static final Rate UNKNOWN_COOKIES = Rate.parse("60/m");

    private static final Duration LATELY = Duration.ofMinutes(30);

    private final Sessions sessions;
    private final ApiTokens tokens;
    private final SessionCookie cookie;
    private final CsrfCheck sameOrigin;

    private final Function<HttpServerRequest, String> client;
    private final RateLimit unknownCookies = new RateLimit(UNKNOWN_COOKIES);
    /** Hashes of tokens that were good lately: a stranger at the same client address keeps nobody out. */
    private final Cache<String, Boolean> good =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterAccess(LATELY).build();

    /** Asks sessions and tokens, for clients that are all the same. */
    public Authenticator(Sessions sessions, ApiTokens tokens, PublicUrl links) {
        this(sessions, tokens, links, request -> "");
    }

    /**
     * Asks sessions and tokens.
     *
     * @param links tell our own origin and the cookie's name
     * @param client tells the client address of a request
     */
    public Authenticator(
            Sessions sessions, ApiTokens tokens, PublicUrl links, Function<HttpServerRequest, String> client) {
        this.client = client;
        this.sessions = sessions;
        this.tokens = tokens;
        this.cookie = new SessionCookie(links);
        this.sameOrigin = new CsrfCheck(links.origin());
    }

    /** Who asks, or a problem: 401 for nobody known, 403 for a change that another page asks for. */
    public Future<Principal> caller(RoutingContext ctx) {
        return known(ctx).map(found -> found.orElseThrow(() -> Problem.of(Kind.UNAUTHENTICATED, "sign_in_needed")));
    }

    /** Who asks, empty for nobody known; still 403 for a change that another page asks for. */
    public Future<Optional<Principal>> known(RoutingContext ctx) {
        var header = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return tokens.caller(header.substring(BEARER.length()).strip());
        }
        var token = cookie.read(ctx);
        if (token == null || !Sessions.isToken(token)) {
            return Future.succeededFuture(Optional.empty());
        }
        if (!READING.contains(ctx.request().method())) {
            sameOrigin.require(ctx);
        }
        return session(client.apply(ctx.request()), token);
    }

    /** Cookies that are none cost the database only so much. */
    private Future<Optional<Principal>> session(String address, String token) {
        var hash = HexFormat.of().formatHex(Sessions.hash(token));
        if (good.getIfPresent(hash) != null) {
            return sessions.caller(token).onSuccess(found -> {
                if (found.isEmpty()) {
                    good.invalidate(hash);
                }
            });
        }
        unknownCookies.require(address, "too_many_requests");
        return sessions.caller(token).onComplete(found -> {
            if (found.failed() || found.result().isPresent()) {
                unknownCookies.giveBack(address);
            }
            if (found.succeeded() && found.result().isPresent()) {
                good.put(hash, true);
            }
        });
    }
}

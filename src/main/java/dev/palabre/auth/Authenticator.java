package dev.palabre.auth;

import dev.palabre.http.CsrfCheck;
import dev.palabre.http.PublicUrl;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/** Tells who asks: a program by its bearer token, or a browser by its cookie, whose changes must come from our pages. */
public final class Authenticator {
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String BEARER = "Bearer ";

    private final Sessions sessions;
    private final ApiTokens tokens;
    private final SessionCookie cookie;
    private final CsrfCheck sameOrigin;

    /** Asks sessions and tokens; the links tell our own origin and the cookie's name. */
    public Authenticator(Sessions sessions, ApiTokens tokens, PublicUrl links) {
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
        if (token == null) {
            return Future.succeededFuture(Optional.empty());
        }
        if (!READING.contains(ctx.request().method())) {
            sameOrigin.require(ctx);
        }
        return sessions.caller(token);
    }
}

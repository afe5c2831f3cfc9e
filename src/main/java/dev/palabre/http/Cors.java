package dev.palabre.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of listed origins read answers: the exact spelling and no other, {@code Vary: Origin} always. Vert.x's
 * CorsHandler echoes other spellings and forgets {@code Vary}.
 */
public final class Cors {
    private static final CharSequence VARY_ORIGIN = HttpHeaders.createOptimized("Origin");

    private Cors() {}

    /** Adds the headers that let a page of one of these origins read the answer. */
    public static void open(HttpServerRequest request, Collection<String> origins, boolean credentials) {
        var headers = request.response().headers();
        Vary.add(headers, VARY_ORIGIN);
        var origin = origin(request);
        if (origin == null || !origins.contains(origin)) {
            return;
        }
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if (credentials) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        exposeHeaders(headers);
    }

    /** Answers a preflight: what a page of these origins may send. */
    public static void preflight(HttpServerRequest request, Collection<String> origins, boolean credentials) {
        open(request, origins, credentials);
        var headers = request.response().headers();
        if (headers.contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, Idempotency-Key");
            headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "7200");
        }
        request.response().setStatusCode(204).end();
    }

    /** The page's origin as the browser states it; null where none is stated. */
    public static @Nullable String origin(HttpServerRequest request) {
        return request.getHeader(HttpHeaders.ORIGIN);
    }

    private static void exposeHeaders(MultiMap headers) {
        headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Location, Retry-After");
    }
}

package dev.palabre.kernel.http;

import dev.palabre.kernel.http.Problem.Kind;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request meets first: the headers that every answer carries, and the refusal of requests that two parsers
 * could read differently (doubled or foreign hosts, bodies where none belong, compressed bodies).
 */
public final class Edge implements Handler<RoutingContext> {
    private static final Logger ACCESS = LoggerFactory.getLogger("palabre.access");
    private static final Set<HttpMethod> METHODS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.OPTIONS);
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("Strict-Transport-Security");
    private static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000");

    private final Set<String> hosts;
    private final boolean secure;
    private final boolean accessLog;

    /**
     * An edge.
     *
     * @param hosts values of {@code Host} that are answered, in lower case, with their ports where they carry one
     * @param secure whether readers come over TLS, so that browsers are told to stay there
     * @param accessLog whether each request is logged (method, path, status, milliseconds; never an address)
     */
    public Edge(Set<String> hosts, boolean secure, boolean accessLog) {
        this.hosts = hosts;
        this.secure = secure;
        this.accessLog = accessLog;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var headers = ctx.response().headers();
        headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF);
        headers.set(REFERRER_POLICY, NO_REFERRER);
        if (secure) {
            headers.set(TRANSPORT_SECURITY, ONE_YEAR);
        }
        if (accessLog) {
            log(ctx);
        }
        var refusal = refusal(ctx.request());
        if (refusal == null) {
            ctx.next();
        } else {
            // What follows on this connection may be the rest of a request that we read differently.
            headers.set(HttpHeaders.CONNECTION, "close");
            ctx.fail(refusal);
        }
    }

    private @org.jspecify.annotations.Nullable Problem refusal(HttpServerRequest request) {
        var asked = request.headers();
        if (!METHODS.contains(request.method())) {
            return Problem.of(Kind.NOT_ALLOWED, "not_allowed");
        }
        if (!request.uri().startsWith("/") || !oneKnownHost(request)) {
            return Problem.of(Kind.MALFORMED, "unknown_host");
        }
        if (asked.contains(HttpHeaders.CONTENT_ENCODING)) {
            return Problem.of(Kind.UNSUPPORTED, "unsupported_encoding");
        }
        var body = asked.contains(HttpHeaders.TRANSFER_ENCODING) || hasLength(request);
        return body && !request.method().equals(HttpMethod.POST) ? Problem.of(Kind.MALFORMED, "malformed") : null;
    }

    private boolean oneKnownHost(HttpServerRequest request) {
        var values = request.headers().getAll(HttpHeaders.HOST);
        // Probes of an orchestrator ask by whatever address a node has.
        return values.size() == 1
                && (hosts.contains(values.get(0).toLowerCase(java.util.Locale.ROOT))
                        || (request.path() != null && request.path().startsWith("/health/")));
    }

    /** Netty takes any header of fourteen letters that looks like Content-Length for it (CVE-2026-102479). */
    private static boolean hasLength(HttpServerRequest request) {
        for (var header : request.headers()) {
            var name = header.getKey();
            if (name.length() == 14
                    && name.regionMatches(true, 0, "content-", 0, 8)
                    && name.regionMatches(true, 9, "ength", 0, 5)
                    && !header.getValue().equals("0")) {
                return true;
            }
        }
        return false;
    }

    private static void log(RoutingContext ctx) {
        var start = System.nanoTime();
        ctx.addEndHandler(end -> {
            var request = ctx.request();
            var millis = (System.nanoTime() - start) / 1_000_000;
            // The route, not the path: what a stranger typed, and receipts, stay out of logs.
            var route = ctx.currentRoute() == null
                    ? "-"
                    : String.valueOf(ctx.currentRoute().getName());
            ACCESS.info(
                    "{} {} {} {} ms", request.method(), route, ctx.response().getStatusCode(), millis);
        });
    }
}

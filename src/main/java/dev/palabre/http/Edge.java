package dev.palabre.http;

import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.text.Json;
import dev.palabre.text.PercentDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request meets first: the headers that every answer carries, and the refusal of requests that two parsers
 * could read differently (doubled or foreign hosts, bad escapes, bodies where none belong, compressed bodies). It stands
 * partly before the router ({@link #before}), which fails on some of them by itself and then in its own way.
 */
public final class Edge implements Handler<RoutingContext> {
    private static final Logger ACCESS = LoggerFactory.getLogger("palabre.access");
    private static final Logger SLOW = LoggerFactory.getLogger(Edge.class);
    private static final int LATER_SECONDS = 2;
    /** Probes of an orchestrator ask these by whatever address a node has. */
    private static final Set<String> ANY_HOST = Set.of("/health/live", "/health/ready");

    private static final Set<HttpMethod> BODIES = Set.of(HttpMethod.POST, HttpMethod.PUT);
    private static final Set<HttpMethod> METHODS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.OPTIONS);
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("Strict-Transport-Security");
    private static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000");

    record Plain(String type, String title, int status, String code, String detail, List<String> errors) {}

    private final Set<String> hosts;
    private final AllowedMethods paths;
    private final boolean secure;
    private final boolean accessLog;
    private final long answerMillis;

    /** An edge that gives every request a minute. */
    public Edge(Set<String> hosts, AllowedMethods paths, boolean secure, boolean accessLog) {
        this(hosts, paths, secure, accessLog, 60_000);
    }

    /**
     * An edge.
     *
     * @param hosts values of {@code Host} that are answered, in lower case, with their ports where they carry one
     * @param paths what there is behind it
     * @param secure whether readers come over TLS, so that browsers are told to stay there
     * @param accessLog whether each request is logged (method, route, status, milliseconds; never an address)
     * @param answerMillis after which a request whose answer has not begun gets 503
     */
    public Edge(Set<String> hosts, AllowedMethods paths, boolean secure, boolean accessLog, long answerMillis) {
        this.answerMillis = answerMillis;
        this.hosts = hosts;
        this.paths = paths;
        this.secure = secure;
        this.accessLog = accessLog;
    }

    /**
     * Answers with the header set, whatever happens behind; what no router can read never gets there.
     *
     * @param ready answers a GET whose bytes are finished, or says that it did not
     * @param router for everything else
     */
    public Handler<HttpServerRequest> before(Predicate<HttpServerRequest> ready, Handler<HttpServerRequest> router) {
        return request -> {
            dress(request);
            if (!readable(request)) {
                unreadable(request);
            } else if (!isAnswered(request, ready)) {
                router.handle(request);
            }
        };
    }

    private boolean isAnswered(HttpServerRequest request, Predicate<HttpServerRequest> ready) {
        var answered = request.method().equals(HttpMethod.GET) && refusal(request) == null && ready.test(request);
        if (answered && accessLog) {
            log(request, 0);
        }
        return answered;
    }

    /** Answers what cannot be parsed as HTTP, and ends the connection. */
    public static void unreadable(HttpServerRequest request) {
        mark(request);
        var cause = request.decoderResult().cause();
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        if (cause instanceof TooLongHttpLineException) {
            plain(request, 414, "Address too long", "malformed", "The address is too long. Shorten it.");
        } else if (cause instanceof TooLongHttpHeaderException) {
            plain(
                    request,
                    431,
                    "Headers too large",
                    "malformed",
                    "The headers are too large. Send fewer or shorter ones.");
        } else {
            plain(request, 400, "Unreadable request", "malformed", "The request cannot be read.");
        }
        hangUp(request);
    }

    /** Answers requests that come before there is anything to answer them. */
    public static void notYet(HttpServerRequest request) {
        mark(request);
        request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
        plain(request, 503, "Unavailable for the moment", "unavailable", "The server is starting. Try again.");
    }

    /** A problem where nothing can be asked for words yet. */
    private static void plain(HttpServerRequest request, int status, String title, String code, String detail) {
        var problem = new Plain("about:blank", title, status, code, detail, List.of());
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, ErrorHandler.PROBLEM_JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(Json.bytes(problem));
    }

    @Override
    public void handle(RoutingContext ctx) {
        var refusal = refusal(ctx.request());
        if (refusal == null && ctx.request().method().equals(HttpMethod.HEAD)) {
            // Routes know GET only; that the answer to HEAD has no body is the connection's care.
            ctx.reroute(HttpMethod.GET, ctx.request().uri());
            return;
        }
        if (accessLog) {
            log(ctx);
        }
        // Rerouting took the headers away that were there before.
        dress(ctx.request());
        if (refusal != null) {
            ctx.response().putHeader(HttpHeaders.CONNECTION, "close");
            ctx.fail(refusal);
            hangUp(ctx.request());
        } else {
            endInTime(ctx);
            ctx.next();
        }
    }

    /** An answer that never comes must not keep its client, and what it holds, for ever. */
    private void endInTime(RoutingContext ctx) {
        var timer = ctx.vertx().setTimer(answerMillis, late -> {
            if (!ctx.response().headWritten() && !ctx.response().closed()) {
                SLOW.warn(
                        "no answer in time: {} {}",
                        ctx.request().method(),
                        paths.template(ctx.request().path()));
                ctx.response().putHeader(HttpHeaders.CONNECTION, "close");
                ctx.fail(Problem.later(Kind.UNAVAILABLE, "unavailable", LATER_SECONDS));
            }
        });
        ctx.addEndHandler(end -> ctx.vertx().cancelTimer(timer));
    }

    /** What follows on the connection of a refused request may be the rest of it, read differently by somebody else. */
    static void hangUp(HttpServerRequest request) {
        request.connection().close();
    }

    private void dress(HttpServerRequest request) {
        mark(request);
        if (secure) {
            request.response().headers().set(TRANSPORT_SECURITY, ONE_YEAR);
        }
    }

    private static void mark(HttpServerRequest request) {
        request.response().headers().set(CONTENT_TYPE_OPTIONS, NOSNIFF).set(REFERRER_POLICY, NO_REFERRER);
    }

    /** One host, a path, and no percent sign without its two digits. */
    private static boolean readable(HttpServerRequest request) {
        var uri = request.uri();
        for (var at = uri.indexOf('%'); at >= 0; at = uri.indexOf('%', at + 1)) {
            if (!PercentDecoder.isEscape(uri, at)) {
                return false;
            }
        }
        var hosts = request.headers().getAll(HttpHeaders.HOST).size();
        var isOldProbe = hosts == 0 && request.version() == HttpVersion.HTTP_1_0 && ANY_HOST.contains(uri);
        return uri.startsWith("/") && (hosts == 1 || isOldProbe);
    }

    private @org.jspecify.annotations.Nullable Problem refusal(HttpServerRequest request) {
        var asked = request.headers();
        if (!METHODS.contains(request.method()) || isUnknownPut(request)) {
            return paths.refusal(String.valueOf(request.path()));
        }
        if (!knownHost(request)) {
            return Problem.of(Kind.MALFORMED, "unknown_host");
        }
        if (!RoutePath.isCanonical(String.valueOf(request.path()))) {
            return Problem.notFound();
        }
        if (asked.contains(HttpHeaders.CONTENT_ENCODING)) {
            return Problem.of(Kind.UNSUPPORTED, "unsupported_encoding");
        }
        var coding = asked.getAll(HttpHeaders.TRANSFER_ENCODING);
        var body = !coding.isEmpty() || hasLength(request);
        return (body && !BODIES.contains(request.method())) || (!coding.isEmpty() && !isChunked(coding))
                ? Problem.of(Kind.MALFORMED, "malformed")
                : null;
    }

    private boolean isUnknownPut(HttpServerRequest request) {
        return request.method().equals(HttpMethod.PUT)
                && paths.allow(String.valueOf(request.path()))
                        .filter(methods -> methods.contains("PUT"))
                        .isEmpty();
    }

    /** The only coding whose end two parsers find at the same place. */
    private static boolean isChunked(List<String> coding) {
        return coding.size() == 1 && coding.get(0).strip().equalsIgnoreCase("chunked");
    }

    private boolean knownHost(HttpServerRequest request) {
        var host = request.getHeader(HttpHeaders.HOST);
        return (host != null && hosts.contains(host.toLowerCase(java.util.Locale.ROOT)))
                || ANY_HOST.contains(String.valueOf(request.path()));
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

    private void log(RoutingContext ctx) {
        var start = System.nanoTime();
        ctx.addEndHandler(end -> log(ctx.request(), (System.nanoTime() - start) / 1_000_000));
    }

    /** The route, not the path: what a stranger typed, and receipts, stay out of logs. */
    private void log(HttpServerRequest request, long millis) {
        ACCESS.info(
                "{} {} {} {} ms",
                METHODS.contains(request.method()) ? request.method() : "-",
                paths.template(String.valueOf(request.path())),
                request.response().getStatusCode(),
                millis);
    }
}

package dev.palabre.http;

import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.text.Json;
import dev.palabre.text.PercentDecoder;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies before anything else happens to the request: bounded, as strict UTF-8, JSON or a form. Vert.x's
 * BodyHandler decodes leniently, so that what is stored would not be what was sent.
 */
public final class RequestBody {
    private static final String BODY = "palabre.body";
    private static final String REFUSAL = "palabre.body.refusal";
    private static final String LIMIT = "palabre.body.limit";
    private static final int BUSY_SECONDS = 2;
    private static final String MAIL = "message/rfc822";
    private static final String FORM = "application/x-www-form-urlencoded";

    private RequestBody() {}

    /** Bounds the bodies of requests to these paths, for a reader that stands behind. */
    public static void limit(Router router, int maxBytes, String... paths) {
        for (var path : paths) {
            router.route(path).handler(ctx -> {
                ctx.put(LIMIT, maxBytes);
                ctx.next();
            });
        }
    }

    /**
     * Refuses requests to this path before their bodies are read, while their client has to wait; for a reader that stands
     * behind.
     *
     * @param code of the problem (429)
     * @param wait seconds that the client has to wait, 0 for none
     */
    public static void limitRate(Router router, String path, String code, ToIntFunction<RoutingContext> wait) {
        router.route(path).handler(ctx -> {
            var seconds = hasBody(ctx) ? wait.applyAsInt(ctx) : 0;
            if (seconds > 0) {
                ctx.put(REFUSAL, Problem.later(Kind.TOO_MANY, code, seconds));
            }
            ctx.next();
        });
    }

    /** Reads bodies up to so many bytes, of which there is memory for any number. */
    public static Handler<RoutingContext> reader(int maxBytes, long deadlineMillis) {
        return reader(maxBytes, deadlineMillis, new BodyBudget(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2), ctx -> "");
    }

    /**
     * Reads the body of requests that may have one. What is too large, or more than there is memory for, is refused by
     * {@link #refuser} only, which may stand behind a door: whoever it lets in may read the refusal.
     *
     * @param maxBytes of a body, where {@link #limit} has set no limit
     * @param deadlineMillis within which a body must have come
     * @param budget bytes of all bodies in memory
     * @param client tells the client address of a request
     */
    public static Handler<RoutingContext> reader(
            int maxBytes, long deadlineMillis, BodyBudget budget, Function<HttpServerRequest, String> client) {
        return ctx -> {
            if (!hasBody(ctx)) {
                ctx.next();
                return;
            }
            // Slow headers and idle sockets end by the idle timeout; a body that trickles in keeps the socket busy.
            var deadline = ctx.vertx().setTimer(deadlineMillis, expired -> ctx.request()
                    .connection()
                    .close());
            Integer limit = ctx.get(LIMIT);
            var max = limit == null ? maxBytes : Math.min(limit, maxBytes);
            Problem refusal = ctx.get(REFUSAL);
            if (refusal != null || declaredLength(ctx) > max) {
                refuse(ctx, deadline, refusal != null ? refusal : tooLarge(max));
                return;
            }
            read(ctx, max, deadline, budget.reserve(client.apply(ctx.request())));
        };
    }

    private static void read(RoutingContext ctx, int max, long deadline, BodyBudget.Reservation reservation) {
        var body = Buffer.buffer();
        ctx.addEndHandler(end -> reservation.release());
        ctx.request().handler(chunk -> {
            var refusal =
                    body.length() + chunk.length() > max ? tooLarge(max) : refusal(reservation.grow(chunk.length()));
            if (refusal == null) {
                body.appendBuffer(chunk);
            } else {
                reservation.release();
                refuse(ctx, deadline, refusal);
            }
        });
        ctx.request().endHandler(end -> {
            // From here on it is our time, not the client's.
            ctx.vertx().cancelTimer(deadline);
            if (!ctx.response().ended()) {
                ctx.put(BODY, body);
                ctx.next();
            }
        });
    }

    private static boolean hasBody(RoutingContext ctx) {
        var method = ctx.request().method();
        return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD) && !method.equals(HttpMethod.OPTIONS);
    }

    private static @Nullable Problem refusal(BodyBudget.Outcome outcome) {
        return switch (outcome) {
            case KEPT -> null;
            case ADDRESS_FULL -> Problem.later(Kind.TOO_MANY, "too_many_requests", BUSY_SECONDS);
            case FULL -> Problem.later(Kind.UNAVAILABLE, "unavailable", BUSY_SECONDS);
        };
    }

    private static Problem tooLarge(int maxBytes) {
        return Problem.of(Kind.TOO_LARGE, "too_large", Map.of("max", maxBytes / 1024));
    }

    /** Refuses what the reader did not read (413, 429 or 503). */
    public static Handler<RoutingContext> refuser() {
        return ctx -> {
            Problem refusal = ctx.get(REFUSAL);
            if (refusal == null) {
                ctx.next();
            } else {
                if (refusal.kind() == Kind.TOO_LARGE) {
                    ctx.response().putHeader(HttpHeaders.CONNECTION, "close");
                }
                ctx.fail(refusal);
            }
        };
    }

    /** Whether the request carries a plain HTML form rather than JSON. */
    public static boolean isForm(RoutingContext ctx) {
        return FORM.equals(mediaType(ctx));
    }

    /**
     * The body, JSON or form, as a record.
     *
     * @throws Problem 400 for what cannot be read, 415 for another kind of content
     */
    public static <T> T read(RoutingContext ctx, Class<T> type) {
        Buffer body = ctx.get(BODY);
        var text = decode(body == null ? Buffer.buffer() : body);
        return switch (mediaType(ctx)) {
            case Response.JSON -> Json.parse(text, type);
            case FORM -> Json.convert(form(text), type);
            default -> throw Problem.of(Kind.UNSUPPORTED, "unsupported_content_type");
        };
    }

    /**
     * A mail as it came.
     *
     * @throws Problem 415 for another kind of content
     */
    public static byte[] mail(RoutingContext ctx) {
        if (!mediaType(ctx).equals(MAIL)) {
            throw Problem.of(Kind.UNSUPPORTED, "mail_expected");
        }
        return raw(ctx).getBytes();
    }

    /** The body exactly as it came. */
    public static Buffer raw(RoutingContext ctx) {
        Buffer body = ctx.get(BODY);
        return body == null ? Buffer.buffer() : body;
    }

    public static Map<String, String> form(String text) {
        var fields = new LinkedHashMap<String, String>();
        for (var pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var name = PercentDecoder.decodeForm(equals < 0 ? pair : pair.substring(0, equals));
            if (fields.put(name, equals < 0 ? "" : PercentDecoder.decodeForm(pair.substring(equals + 1))) != null) {
                throw Problem.malformed(name, "doubled");
            }
        }
        return fields;
    }

    private static String decode(Buffer body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.of(Kind.MALFORMED, "malformed_utf8");
        }
    }

    private static String mediaType(RoutingContext ctx) {
        var header = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (header == null) {
            return "";
        }
        var semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    private static long declaredLength(RoutingContext ctx) {
        var length = ctx.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw Problem.of(Kind.MALFORMED, "malformed");
        }
    }

    private static void refuse(RoutingContext ctx, long deadline, Problem refusal) {
        drain(ctx, deadline, refusal.kind() == Kind.TOO_LARGE);
        ctx.put(REFUSAL, refusal);
        ctx.next();
    }

    /**
     * Lets the rest of the body pass, until its deadline, and may then end the connection: were it closed at once, the
     * client that still sends would be told of a broken connection rather than of the answer.
     */
    private static void drain(RoutingContext ctx, long deadline, boolean hangUp) {
        ctx.request().handler(chunk -> {});
        ctx.request().endHandler(end -> {
            ctx.vertx().cancelTimer(deadline);
            if (!hangUp) {
                return;
            }
            if (ctx.response().ended()) {
                Edge.hangUp(ctx.request());
            } else {
                ctx.addEndHandler(answered -> Edge.hangUp(ctx.request()));
            }
        });
    }
}

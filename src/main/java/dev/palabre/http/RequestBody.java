package dev.palabre.http;

import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.text.Json;
import dev.palabre.text.PercentDecoder;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads request bodies before anything else happens to the request: bounded, as strict UTF-8, JSON or a form. Vert.x's
 * BodyHandler decodes leniently, so that what is stored would not be what was sent.
 */
public final class RequestBody {
    private static final String BODY = "palabre.body";
    private static final String REFUSAL = "palabre.body.refusal";
    private static final String MAIL = "message/rfc822";
    private static final String FORM = "application/x-www-form-urlencoded";

    private RequestBody() {}

    /**
     * Reads the body of requests that may have one, up to so many bytes, within so many milliseconds. What is larger is
     * refused by {@link #refuser} only, which may stand behind a door: whoever it lets in may read the refusal.
     */
    public static Handler<RoutingContext> reader(int maxBytes, long deadlineMillis) {
        return ctx -> {
            var method = ctx.request().method();
            if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.OPTIONS)) {
                ctx.next();
                return;
            }
            // Slow headers and idle sockets end by the idle timeout; a body that trickles in keeps the socket busy.
            var deadline = ctx.vertx().setTimer(deadlineMillis, expired -> ctx.request()
                    .connection()
                    .close());
            if (declaredLength(ctx) > maxBytes) {
                drain(ctx, deadline);
                refuse(ctx, maxBytes);
                return;
            }
            var body = Buffer.buffer();
            ctx.request().handler(chunk -> {
                if (body.length() + chunk.length() <= maxBytes) {
                    body.appendBuffer(chunk);
                } else {
                    drain(ctx, deadline);
                    refuse(ctx, maxBytes);
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
        };
    }

    /** Refuses what the reader found too large (413). */
    public static Handler<RoutingContext> refuser() {
        return ctx -> {
            Problem refusal = ctx.get(REFUSAL);
            if (refusal == null) {
                ctx.next();
            } else {
                ctx.response().putHeader(HttpHeaders.CONNECTION, "close");
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

    private static void refuse(RoutingContext ctx, int maxBytes) {
        ctx.put(REFUSAL, Problem.of(Kind.TOO_LARGE, "too_large", Map.of("max", maxBytes / 1024)));
        ctx.next();
    }

    /**
     * Lets the rest of the body pass, until its deadline, and then ends the connection: were it closed at once, the
     * client that still sends would be told of a broken connection rather than of the answer.
     */
    private static void drain(RoutingContext ctx, long deadline) {
        ctx.request().handler(chunk -> {});
        ctx.request().endHandler(end -> {
            ctx.vertx().cancelTimer(deadline);
            if (ctx.response().ended()) {
                Edge.hangUp(ctx.request());
            } else {
                ctx.addEndHandler(answered -> Edge.hangUp(ctx.request()));
            }
        });
    }
}

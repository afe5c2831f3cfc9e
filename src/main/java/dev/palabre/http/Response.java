package dev.palabre.http;

import dev.palabre.text.Json;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * An answer: status, kind of content, bytes and a few headers. Handlers return one; only {@link #handler} writes it.
 *
 * @param status the HTTP status
 * @param contentType as sent, null where there is no body
 * @param body the bytes
 * @param headers what this answer adds to the headers that all answers have
 */
public record Response(
        int status,
        @org.jspecify.annotations.Nullable String contentType,
        Buffer body,
        List<Map.Entry<String, String>> headers) {
    /** Content type of JSON answers. */
    public static final String JSON = "application/json";

    /** Content type of pages. */
    public static final String HTML = "text/html; charset=utf-8";

    /** Content type of trees that the widget builds. */
    public static final String NODES = "application/vnd.palabre.nodes+json";

    /** A value as JSON. */
    public static Response json(int status, Object value) {
        return of(status, JSON, Json.bytes(value));
    }

    /** A finished page of HTML. */
    public static Response html(int status, String page) {
        return of(status, HTML, Buffer.buffer(page));
    }

    /** A page that is rendered on a worker, for what takes milliseconds must not hold up an event loop. */
    public static Future<Response> rendered(RoutingContext ctx, int status, Callable<String> page) {
        return ctx.vertx().executeBlocking(page, false).map(html -> html(status, html));
    }

    /** Bytes of a given kind. */
    public static Response of(int status, String contentType, Buffer body) {
        return new Response(status, contentType, body, List.of());
    }

    /** Done, nothing to say (204). */
    public static Response nothing() {
        return new Response(204, null, Buffer.buffer(), List.of());
    }

    /** To be looked up elsewhere by GET (303). The address must be the server's own, never input. */
    public static Response seeOther(String address) {
        return new Response(303, null, Buffer.buffer(), List.of()).with("Location", address);
    }

    /** Whether a client that looks for people's pages asks, rather than a program. */
    public static boolean asPage(RoutingContext ctx) {
        return HTML.equals(ContentNegotiation.pick(ctx.request().getHeader(HttpHeaders.ACCEPT), JSON, HTML));
    }

    /** Whether the widget asks, which builds nodes. */
    public static boolean asNodes(RoutingContext ctx) {
        return NODES.equals(ContentNegotiation.pick(ctx.request().getHeader(HttpHeaders.ACCEPT), JSON, NODES));
    }

    /** The same answer with one more header. */
    public Response with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Response(status, contentType, body, List.copyOf(more));
    }

    /** Makes a Vert.x handler of a function: failures, thrown or returned, go to {@link ErrorHandler}. */
    public static Handler<RoutingContext> handler(Function<RoutingContext, Future<Response>> function) {
        return ctx -> {
            try {
                function.apply(ctx).onComplete(reply -> sendOrFail(reply, ctx), ctx::fail);
            } catch (RuntimeException e) {
                ctx.fail(e);
            }
        };
    }

    /** What cannot be written, such as a header with a line break in it, is a failure like any other. */
    private static void sendOrFail(Response reply, RoutingContext ctx) {
        try {
            reply.send(ctx);
        } catch (RuntimeException e) {
            reply.headers.forEach(header -> ctx.response().headers().remove(header.getKey()));
            ctx.fail(e);
        }
    }

    void send(RoutingContext ctx) {
        var response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status);
        if (contentType != null) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        }
        headers.forEach(header -> {
            switch (header.getKey()) {
                case "Vary" -> Vary.add(response.headers(), header.getValue());
                case "Set-Cookie" -> response.headers().add(header.getKey(), header.getValue());
                default -> response.headers().set(header.getKey(), header.getValue());
            }
        });
        if (!response.headers().contains(HttpHeaders.CACHE_CONTROL)) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (status != 204) {
            // Said here, so that the answer to HEAD says it too.
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
        }
        response.end(body);
    }
}

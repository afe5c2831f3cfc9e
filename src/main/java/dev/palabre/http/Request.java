package dev.palabre.http;

import dev.palabre.db.IdempotencyStore;
import dev.palabre.problem.Problem;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as handlers read it: parameters, headers, cookies and body, each checked when it is read. Nothing below
 * the HTTP layer sees more of a request than this.
 */
public class Request {
    private final RoutingContext ctx;

    /** A request of the router; for the HTTP layer and for requests of a narrower kind. */
    public Request(RoutingContext ctx) {
        this.ctx = ctx;
    }

    /** A request like another one; for requests of a narrower kind. */
    protected Request(Request other) {
        this.ctx = other.ctx;
    }

    /** Makes a Vert.x handler of a function: failures, thrown or returned, go to {@link ErrorHandler}. */
    public static Handler<RoutingContext> handler(Function<Request, Future<Response>> function) {
        return Response.handler(ctx -> function.apply(new Request(ctx)));
    }

    /** The value of a path parameter. */
    public String path(String name) {
        return Params.path(ctx, name);
    }

    /** The UUID of a path parameter; one that does not parse is treated as not found (404). */
    public UUID id(String name) {
        return Params.id(ctx, name);
    }

    /** The value of a query parameter, null where it is missing or empty. */
    public @Nullable String query(String name) {
        return Params.query(ctx, name);
    }

    /** All values of a repeated query parameter, as sent. */
    public List<String> queries(String name) {
        return ctx.queryParam(name);
    }

    /** A whole number of the query within bounds, or the default where it is missing. */
    public int number(String name, int min, int max, int otherwise) {
        return Params.number(ctx, name, min, max, otherwise);
    }

    /** The value of a header, null where it is missing. */
    public @Nullable String header(CharSequence name) {
        return ctx.request().getHeader(name);
    }

    /** The value of a cookie, null where it is missing. */
    public @Nullable String cookie(String name) {
        var cookie = ctx.request().getCookie(name);
        return cookie == null ? null : cookie.getValue();
    }

    /** Names and values of all cookies that were sent. */
    public List<Cookie> cookies() {
        return List.copyOf(ctx.request().cookies());
    }

    /** The origin that the browser names, null where it names none. */
    public @Nullable String origin() {
        return Cors.origin(ctx.request());
    }

    /**
     * The body, JSON or form, as a record.
     *
     * @throws Problem 400 for what cannot be read, 415 for another kind of content
     */
    public <T> T body(Class<T> type) {
        return RequestBody.read(ctx, type);
    }

    /** The fields of a form that was sent. */
    public Map<String, String> form() {
        return RequestBody.form(RequestBody.raw(ctx).toString());
    }

    /** The body as a mail, exactly as it was sent. */
    public byte[] mail() {
        return RequestBody.mail(ctx);
    }

    /** Whether the body is a plain HTML form rather than JSON. */
    public boolean isForm() {
        return RequestBody.isForm(ctx);
    }

    /** The idempotency key with a digest of path and body, empty where none was sent. */
    public Optional<IdempotencyStore.Key> idempotencyKey() {
        return IdempotencyKeyHeader.key(ctx);
    }

    /** Whether the client prefers an HTML page to JSON. */
    public boolean wantsPage() {
        return Response.asPage(ctx);
    }

    /** Whether the client is the widget, which builds DOM nodes. */
    public boolean wantsNodes() {
        return Response.asNodes(ctx);
    }

    /** Whether the request changes nothing: GET or HEAD. */
    public boolean isRead() {
        var method = ctx.request().method().name();
        return method.equals("GET") || method.equals("HEAD");
    }

    /** The language to answer in: the requested one, else the browser's, else the fallback; errors follow it too. */
    public String chooseLanguage(Messages messages, @Nullable String requested, @Nullable String fallback) {
        var lang = messages.pick(requested, header(HttpHeaders.ACCEPT_LANGUAGE), fallback);
        ErrorHandler.speak(ctx, lang);
        return lang;
    }

    /** The request as Vert.x has it; for the HTTP layer. */
    HttpServerRequest raw() {
        return ctx.request();
    }

    /** The request with its response, as Vert.x has them; for the HTTP layer. */
    RoutingContext context() {
        return ctx;
    }

    /** Sets the language that errors of this request are told in. */
    public void setLanguage(String lang) {
        ErrorHandler.speak(ctx, lang);
    }

    /** Whether the body is a one-click unsubscription (RFC 8058), which counts without an origin. */
    public boolean isOneClickUnsubscribe() {
        return OneClickUnsubscribe.isOne(ctx);
    }

    /** Adds a header to the response, whether it is made by the handler or by {@link ErrorHandler}. */
    public void addResponseHeader(String name, String value) {
        ctx.response().putHeader(name, value);
    }

    /** The value of a query parameter that may be longer than others, null where it is missing or empty. */
    public @Nullable String queryOfAnyLength(String name) {
        return Params.queryOfAnyLength(ctx, name);
    }

    /** Path and query as they were sent. */
    public String uri() {
        return ctx.request().uri();
    }

    /**
     * The credentials of the header {@code Authorization}.
     *
     * @throws Problem 401 with this code where the header is missing or of another scheme; the response names the scheme
     */
    public String credentials(String scheme, String code) {
        var header = header(HttpHeaders.AUTHORIZATION);
        var separator = header == null ? -1 : header.indexOf(' ');
        if (header == null || separator < 0 || !header.substring(0, separator).equalsIgnoreCase(scheme)) {
            ctx.response().putHeader("WWW-Authenticate", scheme);
            throw Problem.of(Problem.Kind.UNAUTHENTICATED, code);
        }
        return header.substring(separator + 1);
    }
}

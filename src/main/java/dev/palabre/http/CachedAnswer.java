package dev.palabre.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * Finished bytes with the headers that depend on the request. Their language follows {@code Accept-Language}.
 *
 * @param response the finished bytes
 * @param form whether they are a page with a form
 * @param stale whether they may be older than the database, which does not answer
 */
public record CachedAnswer(CachedResponse response, boolean form, boolean stale) {
    private static final CharSequence VARY_LANGUAGE = HttpHeaders.createOptimized("Accept-Language");

    /** Sends the form of the bytes that the client takes. */
    public void send(HttpServerRequest request) {
        if (form) {
            SecurityHeaders.protectForm(request.response());
        }
        Vary.add(request.response().headers(), VARY_LANGUAGE);
        if (stale) {
            response.sendStale(request);
        } else {
            response.send(request);
        }
    }

    /** Makes a Vert.x handler of a function: failures, thrown or returned, go to {@link ErrorHandler}. */
    public static Handler<RoutingContext> handler(Function<RoutingContext, Future<CachedAnswer>> function) {
        return ctx -> {
            try {
                function.apply(ctx).onComplete(answer -> answer.send(ctx.request()), ctx::fail);
            } catch (RuntimeException e) {
                ctx.fail(e);
            }
        };
    }
}

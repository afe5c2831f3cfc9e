package dev.palabre.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** A rate limit per client address: an IPv4 address or an IPv6 /64 network. */
public final class ClientLimit {
    private static final String CODE = "too_many_requests";

    private final ClientAddresses addresses;
    private final RateLimit limit;

    /** Counts requests by the address that {@code addresses} tells. */
    public ClientLimit(ClientAddresses addresses, RateLimit limit) {
        this.addresses = addresses;
        this.limit = limit;
    }

    /**
     * Counts a request.
     *
     * @throws dev.palabre.problem.Problem 429 with the time to wait where the limit is reached
     */
    public void count(Request request) {
        count(request.raw());
    }

    /** Counts a request that was not routed. */
    public void count(HttpServerRequest request) {
        limit.require(addresses.bucket(request), CODE);
    }

    /** Counts a request in an allowance of its own, apart from the other requests of the same client. */
    public void count(Request request, String allowance) {
        limit.require(allowance + " " + client(request), CODE);
    }

    /** The key under which the client of a request is counted. */
    public String client(Request request) {
        return client(request.raw());
    }

    /** The key under which the client of a request that was not routed is counted. */
    public String client(HttpServerRequest request) {
        return addresses.bucket(request);
    }

    /** A handler that counts a request before the next handler of its route. */
    public Handler<RoutingContext> handler() {
        return ctx -> {
            count(ctx.request());
            ctx.next();
        };
    }

    /** Counts a request that was not routed, unless the limit is reached; answers whether it was counted. */
    public boolean tryCount(HttpServerRequest request) {
        return limit.take(addresses.bucket(request)) == 0;
    }
}

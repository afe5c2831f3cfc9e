package dev.palabre.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** Keeps {@code Vary} on one line: some proxies read only the first one. */
public final class Vary {
    private Vary() {}

    /** Adds names of request headers that the response depends on. */
    public static void add(MultiMap headers, CharSequence names) {
        var before = headers.get(HttpHeaders.VARY);
        headers.set(HttpHeaders.VARY, before == null ? names : before + ", " + names);
    }
}

package dev.palabre.http;

import io.vertx.core.http.HttpServerResponse;

/** The headers that pages for people carry on top of those that every answer has. */
public final class SecurityHeaders {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    private SecurityHeaders() {}

    /** Allows what our own pages need, from this server only, and no frame around them. */
    public static void protect(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", POLICY);
        response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    }

    /** The same for a response that is a page. */
    public static Response page(Response page) {
        return page.with("Content-Security-Policy", POLICY)
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    }

    /** The same for a page with a form, whose POST is known by its Origin: under no-referrer browsers withhold it. */
    public static Response formPage(Response page) {
        return page(page).with("Referrer-Policy", "same-origin");
    }

    /** The same for a page with a form, whose POST is known by its Origin: under no-referrer browsers withhold it. */
    public static void protectForm(HttpServerResponse response) {
        protect(response);
        response.putHeader("Referrer-Policy", "same-origin");
    }
}

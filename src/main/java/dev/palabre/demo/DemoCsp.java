package dev.palabre.demo;

import java.net.URI;
import java.util.Map;

/** The headers of every answer, as strict as a site can be that embeds Palabre. */
record DemoCsp(Map<String, String> headers) {

    /** Allows scripts, requests and forms of one Palabre server, and no HTML sink at all. */
    static DemoCsp allowing(String palabreUrl) {
        var csp = String.join(
                "; ",
                "default-src 'none'",
                "style-src 'self'",
                "img-src 'self'",
                "script-src 'self' " + origin(palabreUrl),
                "connect-src " + origin(palabreUrl),
                "form-action " + origin(palabreUrl),
                "base-uri 'none'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types 'none'");
        return new DemoCsp(Map.of(
                "Content-Security-Policy", csp,
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "strict-origin-when-cross-origin",
                "Cache-Control", "no-cache"));
    }

    private static String origin(String url) {
        var uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}

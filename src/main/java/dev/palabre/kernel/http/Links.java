package dev.palabre.kernel.http;

import java.net.URI;

/**
 * Absolute addresses of this server, made from its configured public address and never from a request's Host.
 *
 * @param base the public address without a trailing slash; may carry a path
 */
public record Links(String base) {
    /** Links below a public address such as {@code https://example.org/palabre}. */
    public static Links below(URI publicUrl) {
        var text = publicUrl.toString();
        return new Links(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /** The absolute address of a path that starts with a slash. */
    public String to(String path) {
        return base + path;
    }

    /** Scheme, host and port: what browsers send as {@code Origin}. */
    public String origin() {
        var uri = URI.create(base);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** The path that everything is mounted under; empty at the root. */
    public String mount() {
        return URI.create(base).getRawPath();
    }

    /** Whether readers reach this server over TLS. */
    public boolean secure() {
        return base.startsWith("https:");
    }
}

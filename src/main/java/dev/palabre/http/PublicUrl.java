package dev.palabre.http;

import java.net.URI;
import java.util.Locale;

/**
 * Absolute addresses of this server, made from its configured public address and never from a request's Host.
 *
 * @param base the public address without a trailing slash; may carry a path
 */
public record PublicUrl(String base) {
    /** Links below a public address such as {@code https://example.org/palabre}. */
    public static PublicUrl below(URI publicUrl) {
        var text = publicUrl.toString();
        return new PublicUrl(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /** An address on a port of this machine or another, by a host's name or its address, IPv6 included. */
    public static URI at(String host, int port) {
        return URI.create("http://" + authority(host, port));
    }

    /** Host and port as addresses and {@code Host} have them. */
    public static String authority(String host, int port) {
        return (host.indexOf(':') >= 0 && !host.startsWith("[") ? '[' + host + ']' : host) + ':' + port;
    }

    /** The address as browsers spell it: scheme and host in small letters, no port that is the scheme's own. */
    public static URI canonical(URI address) {
        var scheme = address.getScheme().toLowerCase(Locale.ROOT);
        var port = address.getPort();
        var own = port < 0 || port == (scheme.equals("https") ? 443 : 80);
        var path = address.getRawPath();
        return URI.create(scheme + "://" + address.getHost().toLowerCase(Locale.ROOT) + (own ? "" : ":" + port)
                + (path == null ? "" : path));
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

package dev.palabre.http;

import dev.palabre.text.PercentDecoder;

/**
 * The one spelling of a path that is routed. Routers and proxies resolve dot segments, doubled slashes and escapes each in
 * their own way, so that a rule of a proxy could be walked around by another spelling.
 */
final class RoutePath {
    private static final String UNRESERVED = "-._~";
    private static final String HIDDEN = "/\\%;?#";

    private RoutePath() {}

    /**
     * Whether a path is written as its route is: no empty segment and no dot segment, no slash at the end, no backslash, and
     * no escape of a character that needs none or that could be taken for part of the path's structure.
     */
    static boolean isCanonical(String path) {
        if (path.equals("/")) {
            return true;
        }
        if (path.isEmpty() || path.charAt(0) != '/' || path.charAt(path.length() - 1) == '/') {
            return false;
        }
        for (int i = 0; i < path.length(); i++) {
            var c = path.charAt(i);
            if (c == '\\' || c <= ' ' || (c == '/' && isDotOrEmpty(path, i + 1)) || (c == '%' && isNeedless(path, i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the segment that begins here is empty, {@code .} or {@code ..}. */
    private static boolean isDotOrEmpty(String path, int start) {
        var slash = path.indexOf('/', start);
        var length = (slash < 0 ? path.length() : slash) - start;
        return length == 0
                || (length == 1 && path.charAt(start) == '.')
                || (length == 2 && path.charAt(start) == '.' && path.charAt(start + 1) == '.');
    }

    private static boolean isNeedless(String path, int at) {
        if (!PercentDecoder.isEscape(path, at)) {
            return true;
        }
        var octet = Integer.parseInt(path, at + 1, at + 3, 16);
        return octet < ' '
                || octet == 0x7f
                || (octet >= '0' && octet <= '9')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= 'a' && octet <= 'z')
                || UNRESERVED.indexOf(octet) >= 0
                || HIDDEN.indexOf(octet) >= 0;
    }
}

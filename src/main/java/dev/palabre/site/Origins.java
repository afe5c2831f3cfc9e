package dev.palabre.site;

import java.util.Locale;
import java.util.regex.Pattern;

/** Origins as browsers send them: scheme, host in small letters, a port only where it is not the scheme's own. */
final class Origins {
    private static final Pattern ORIGIN = Pattern.compile(
            "(https?)://([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+])(?::([1-9][0-9]{0,4}))?");

    private Origins() {}

    static boolean isOrigin(String text) {
        var parts = ORIGIN.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        var port = parts.group(3);
        return port == null || (Integer.parseInt(port) < 65_536 && !port.equals(defaultPort(parts.group(1))));
    }

    /** The origin of a scheme, host and port that a page's address has, in the browser's spelling. */
    static String of(String scheme, String hostAndPort) {
        var lower = hostAndPort.toLowerCase(Locale.ROOT);
        var own = ":" + defaultPort(scheme);
        var host = lower.endsWith(own) ? lower.substring(0, lower.length() - own.length()) : lower;
        return scheme + "://" + (host.endsWith(":") ? host.substring(0, host.length() - 1) : host);
    }

    private static String defaultPort(String scheme) {
        return scheme.equals("https") ? "443" : "80";
    }
}

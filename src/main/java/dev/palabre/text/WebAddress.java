package dev.palabre.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Addresses that a page may link to. */
public final class WebAddress {
    private static final Set<String> SCHEMES = Set.of("http", "https", "mailto");

    private WebAddress() {}

    /** Whether the text is an absolute address of http, https or mailto, and so does nothing but lead there. */
    public static boolean isLink(String text) {
        try {
            var address = new URI(text);
            var scheme = address.getScheme();
            return scheme != null
                    && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))
                    && (scheme.equalsIgnoreCase("mailto") || address.getRawAuthority() != null);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}

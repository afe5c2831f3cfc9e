package dev.palabre.site;

import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page of a site, from the address that its readers see. Only here are addresses made equal: a site's origins are
 * aliases of its first, and what does not change the page (fragment, tracking parameters, double and trailing slashes)
 * is left out. So one page has one thread.
 *
 * @param key what its thread is found by
 * @param url its address on the site's first origin
 * @param id the site's own name for it, where it gives one
 */
public record PageAddress(String key, String url, @Nullable String id) {
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_ID_LENGTH = 200;
    private static final Pattern ADDRESS =
            Pattern.compile("(https?)://([^/?#\\\\@\\s]+)([^?#]*)(?:\\?([^#]*))?(?:#.*)?");
    private static final Pattern SLASHES = Pattern.compile("//+");
    private static final Set<String> TRACKING = Set.of(
            "fbclid",
            "gclid",
            "dclid",
            "gbraid",
            "wbraid",
            "msclkid",
            "yclid",
            "twclid",
            "ttclid",
            "igshid",
            "mc_cid",
            "mc_eid",
            "_ga",
            "_gl",
            "_hsenc",
            "_hsmi",
            "vero_id",
            "oly_anon_id",
            "oly_enc_id",
            "xtor",
            "at_medium",
            "at_campaign",
            "ref_src",
            "s_cid");

    /**
     * The page that a widget or a form names.
     *
     * @param url as the reader's browser has it
     * @param id the site's own name for the page; wins over the address
     * @throws Problem 403 for a page of another site, 422 for what is no address
     */
    public static PageAddress of(Site site, String url, @Nullable String id) {
        var parts = ADDRESS.matcher(url.strip());
        if (url.length() > MAX_LENGTH || !parts.matches() || hasControls(url)) {
            throw Problem.invalid(
                    java.util.List.of(Problem.FieldError.of("pageUrl", "page_address", "max", MAX_LENGTH)));
        }
        if (id != null && id.length() > MAX_ID_LENGTH) {
            throw Problem.invalid(java.util.List.of(Problem.FieldError.of("pageId", "too_long", "max", MAX_ID_LENGTH)));
        }
        if (!site.hasOrigin(Origins.of(parts.group(1).toLowerCase(Locale.ROOT), parts.group(2)))) {
            throw Problem.of(Kind.FORBIDDEN, "foreign_page", Map.of("site", site.key()));
        }
        var path = path(parts.group(3)) + query(parts.group(4));
        return new PageAddress(id == null ? path : "id:" + id, site.origins().get(0) + path, id);
    }

    private static String path(String raw) {
        var single = SLASHES.matcher(raw.isEmpty() ? "/" : raw).replaceAll("/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }

    private static String query(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return "";
        }
        var kept = Arrays.stream(raw.split("&", -1))
                .filter(pair -> !pair.isEmpty() && !tracks(pair))
                .collect(Collectors.joining("&"));
        return kept.isEmpty() ? "" : "?" + kept;
    }

    private static boolean tracks(String pair) {
        var name = pair.substring(0, pair.indexOf('=') < 0 ? pair.length() : pair.indexOf('='))
                .toLowerCase(Locale.ROOT);
        return name.startsWith("utm_") || TRACKING.contains(name);
    }

    private static boolean hasControls(String url) {
        return url.chars().anyMatch(c -> c <= ' ' || c == 0x7F || Character.isSurrogate((char) c));
    }
}

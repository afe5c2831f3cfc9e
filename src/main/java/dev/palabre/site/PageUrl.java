package dev.palabre.site;

import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.FieldError;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.text.TextRules;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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
public record PageUrl(String key, String url, @Nullable String id) {
    /** Of the address as it is stored. */
    private static final int MAX_LENGTH = 1_000;
    /** Of the address as it is sent, which advertisements make long. */
    private static final int MAX_SENT = 4_000;
    /** What an index entry of PostgreSQL holds, less the columns beside the key. */
    private static final int MAX_BYTES = 2_600;

    private static final int MAX_ID_LENGTH = 200;
    private static final Pattern ADDRESS =
            Pattern.compile("(https?)://([^/?#\\\\@\\s]+)(/[^?#\\\\]*)?(?:\\?([^#]*))?(?:#.*)?");
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
     * The page that a widget or a form names in its fields {@code pageUrl} and {@code pageId}.
     *
     * @param url as the reader's browser has it
     * @param id the site's own name for the page; wins over the address
     * @throws Problem 403 for a page of another site, 422 for what is no address
     */
    public static PageUrl of(Site site, String url, @Nullable String id) {
        return of(site, url, id, "pageUrl", "pageId");
    }

    /** The page that a query names in its values {@code url} and {@code id}, at least one of them; else the same. */
    public static PageUrl requested(Site site, @Nullable String url, @Nullable String id) {
        if (url == null && id == null) {
            throw noAddress("url");
        }
        return of(site, url == null ? site.origins().get(0) : url, id, "url", "id");
    }

    private static PageUrl of(Site site, String url, @Nullable String id, String urlField, String idField) {
        var parts = ADDRESS.matcher(url);
        if (url.length() > MAX_SENT || !parts.matches() || hasControls(url)) {
            throw noAddress(urlField);
        }
        if (id != null && !TextRules.storable(id)) {
            throw Problem.invalid(List.of(FieldError.of(idField, "not_storable")));
        }
        if (id != null && id.length() > MAX_ID_LENGTH) {
            throw Problem.invalid(List.of(FieldError.of(idField, "too_long", "max", MAX_ID_LENGTH)));
        }
        if (!site.hasOrigin(Origins.of(parts.group(1).toLowerCase(Locale.ROOT), parts.group(2)))) {
            throw Problem.of(Kind.FORBIDDEN, "foreign_page", Map.of("site", site.key()));
        }
        var path = path(parts.group(3)) + query(parts.group(4));
        var address = site.origins().get(0) + path;
        if (isTooLong(address)) {
            throw noAddress(urlField);
        }
        return new PageUrl(id == null ? path : "id:" + id, address, id);
    }

    private static Problem noAddress(String field) {
        return Problem.invalid(List.of(FieldError.of(field, "page_address", "max", MAX_LENGTH)));
    }

    private static String path(@Nullable String raw) {
        var single = SLASHES.matcher(raw == null ? "/" : raw).replaceAll("/");
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
        return !TextRules.storable(url) || url.chars().anyMatch(c -> c <= ' ' || Character.isSurrogate((char) c));
    }

    private static boolean isTooLong(String url) {
        return url.length() > MAX_LENGTH || url.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }
}

package dev.palabre.consent;

import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.token.Code;
import dev.palabre.site.Site;
import java.net.URI;

/**
 * Addresses of this room.
 *
 * @param links absolute addresses of this server
 */
record Addresses(Links links) {
    /** Where a choice is posted to. */
    String choices(Site site) {
        return links.to("/api/sites/" + site.key() + "/consent");
    }

    /** The page with the plain form. */
    String page(Site site) {
        return links.to("/sites/" + site.key() + "/consent");
    }

    /** The path of that page on this server. */
    String pagePath(Site site) {
        return links.mount() + "/sites/" + site.key() + "/consent";
    }

    /** Where the style sheets are. */
    String assets() {
        return links.to("/assets");
    }

    /** What a consent id is appended to. */
    String receipts() {
        return links.to("/consent/");
    }

    String receipt(Code code) {
        return receipts() + code.text();
    }

    /** Where a receipt's proof is recomputed. */
    String verification(Code code) {
        return receipt(code) + "/verify";
    }

    /** The site's published anchors. */
    String anchors(Site site) {
        return page(site) + "/anchors";
    }

    /** Whether a cookie of this server reaches pages of this origin: cookies know hosts, and no ports. */
    boolean shares(String origin) {
        return host(origin).equals(host(links.origin()));
    }

    /** Whether a cookie of this server reaches pages of the site. */
    boolean shares(Site site) {
        return site.origins().stream().anyMatch(this::shares);
    }

    private static String host(String origin) {
        var host = URI.create(origin).getHost();
        return host == null ? "" : host;
    }
}

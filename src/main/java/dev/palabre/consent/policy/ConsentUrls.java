package dev.palabre.consent.policy;

import dev.palabre.crypto.AccessCode;
import dev.palabre.http.PublicUrl;
import dev.palabre.site.Site;

/**
 * Addresses of this room.
 *
 * @param links absolute addresses of this server
 */
public record ConsentUrls(PublicUrl links) {
    /** Where a choice is posted to. */
    public String choices(Site site) {
        return links.to("/api/sites/" + site.key() + "/consent");
    }

    /** The page with the plain form. */
    public String page(Site site) {
        return links.to("/sites/" + site.key() + "/consent");
    }

    /** The path of that page on this server. */
    public String pagePath(Site site) {
        return links.mount() + "/sites/" + site.key() + "/consent";
    }

    /** Where the style sheets are. */
    public String assets() {
        return links.to("/assets");
    }

    /** What a consent id is appended to. */
    public String receipts() {
        return links.to("/consent/");
    }

    public String receipt(AccessCode code) {
        return receipts() + code.text();
    }

    /** Where a receipt's proof is recomputed. */
    public String verification(AccessCode code) {
        return receipt(code) + "/verify";
    }

    /** The site's published anchors. */
    public String anchors(Site site) {
        return page(site) + "/anchors";
    }

    /** How a choice made on a page of this origin is remembered. */
    public CookieScope memory(Site site, String origin) {
        return CookieScope.of(links, site, origin);
    }

    /** How a choice is remembered on pages of the site. */
    public CookieScope memory(Site site) {
        return CookieScope.of(links, site);
    }

    /** Whether a cookie of this server reaches pages of the site. */
    public boolean shares(Site site) {
        return memory(site).serverSets();
    }
}

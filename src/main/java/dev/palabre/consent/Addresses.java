package dev.palabre.consent;

import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.token.Code;
import dev.palabre.site.Site;

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

    /** How a choice made on a page of this origin is remembered. */
    DomainCase memory(Site site, String origin) {
        return DomainCase.of(links, site, origin);
    }

    /** How a choice is remembered on pages of the site. */
    DomainCase memory(Site site) {
        return DomainCase.of(links, site);
    }

    /** Whether a cookie of this server reaches pages of the site. */
    boolean shares(Site site) {
        return memory(site).serverSets();
    }
}

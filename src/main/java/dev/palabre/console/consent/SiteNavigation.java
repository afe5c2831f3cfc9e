package dev.palabre.console.consent;

import dev.palabre.auth.Principal;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.site.Site;
import java.util.List;
import java.util.stream.Stream;

/** The way between the pages about a site. */
final class SiteNavigation {
    static final String POLICY = "policy";
    static final String FIGURES = "figures";
    static final String LEAKS = "leaks";
    static final String PROOF = "proof";

    private SiteNavigation() {}

    /** A link to a page; the one that is shown is current. */
    record Link(String label, String url, boolean current) {}

    /** The pages that somebody may see. */
    static List<Link> of(ConsoleLayout layout, String lang, Principal caller, Site site, String shown) {
        return Stream.of(POLICY, FIGURES, LEAKS, PROOF)
                .filter(page -> !page.equals(POLICY) || caller.canDecide(site.id()))
                .map(page -> new Link(
                        layout.text(lang, "consent.nav." + page), path(layout, site, page), page.equals(shown)))
                .toList();
    }

    /** The address of a page. */
    static String path(ConsoleLayout layout, Site site, String page) {
        return layout.path("/moderation/consent/" + site.key() + (page.equals(POLICY) ? "" : "/" + page));
    }
}

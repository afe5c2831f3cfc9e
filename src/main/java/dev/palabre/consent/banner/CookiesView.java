package dev.palabre.consent.banner;

import dev.palabre.consent.policy.ConsentUrls;
import dev.palabre.consent.policy.Policy;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every purpose, service and trace of the version in force: the page about cookies, and the same on the site's own page.
 *
 * @param assets where the style sheets are
 * @param asks whether the site has any purposes
 * @param choicesUrl where the choice is made without JavaScript
 * @param versionUrl this version as it will always be
 * @param words of this version
 */
record CookiesView(
        String lang,
        String dir,
        String assets,
        @Nullable String siteName,
        @Nullable String controller,
        @Nullable String contact,
        String scope,
        boolean asks,
        List<BannerView.Purpose> purposes,
        String choicesUrl,
        String versionUrl,
        String version,
        Map<String, String> words)
        implements Templates.OwnWords {

    static CookiesView of(
            dev.palabre.site.Site site, Policy policy, ConsentUrls addresses, String lang, Messages messages) {
        return new CookiesView(
                lang,
                messages.direction(lang),
                addresses.assets(),
                policy.fact("siteName"),
                policy.fact("controller"),
                policy.fact("contact"),
                policy.scope(),
                !policy.purposes().isEmpty(),
                BannerView.purposes(policy, lang, Map.of(), Map.of()),
                addresses.page(site),
                addresses.page(site) + "/versions/" + policy.version(),
                policy.version(),
                policy.words(lang));
    }
}

package dev.palabre.consent.banner;

import dev.palabre.consent.choice.Consents;
import dev.palabre.consent.policy.ConsentUrls;
import dev.palabre.consent.policy.Policy;
import dev.palabre.site.Site;
import dev.palabre.template.Dates;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page that does without JavaScript what the banner does.
 *
 * @param assets where the style sheets are
 * @param asks whether the site has any purposes
 * @param stale whether the policy changed while the visitor was choosing
 * @param signal whether the browser asks not to be followed
 * @param elsewhere whether a choice made here cannot reach the pages of the site
 * @param current the visitor's choice as it stands, null where none is known
 * @param action where the form goes
 * @param version of the policy
 * @param words of that version
 */
record ConsentPageView(
        String lang,
        String dir,
        String title,
        String assets,
        String siteName,
        @Nullable String controller,
        @Nullable String contact,
        String scope,
        boolean asks,
        boolean stale,
        boolean signal,
        boolean elsewhere,
        @Nullable Current current,
        String action,
        String version,
        List<BannerView.Purpose> purposes,
        Map<String, String> words)
        implements Templates.OwnWords {

    /** The choice as it stands: its dates, and the code that goes with the next one. */
    record Current(String date, String until, String code, String receiptUrl) {}

    static ConsentPageView of(
            Site site,
            Policy policy,
            ConsentUrls addresses,
            String lang,
            Messages messages,
            Optional<Consents.Chosen> known,
            boolean stale,
            boolean signal) {
        var dates = site.dates(lang);
        Map<String, Boolean> granted =
                known.map(chosen -> chosen.event().choices()).orElse(Map.of());
        Map<String, Boolean> services =
                known.map(chosen -> chosen.event().services()).orElse(Map.of());
        return new ConsentPageView(
                lang,
                messages.direction(lang),
                messages.get(lang, "consent.page.title", Map.of("site", site.name())),
                addresses.assets(),
                site.name(),
                site.settings().controller(),
                site.settings().contact(),
                policy.scope(),
                !policy.purposes().isEmpty(),
                stale,
                signal,
                !addresses.shares(site),
                known.map(chosen -> current(chosen, dates, addresses)).orElse(null),
                addresses.choices(site),
                policy.version(),
                BannerView.purposes(policy, lang, granted, services),
                policy.words(lang));
    }

    private static Current current(Consents.Chosen chosen, Dates dates, ConsentUrls addresses) {
        return new Current(
                dates.day(chosen.event().decidedAt()),
                dates.day(chosen.event().validUntil()),
                chosen.code().text(),
                addresses.receipt(chosen.code()));
    }
}

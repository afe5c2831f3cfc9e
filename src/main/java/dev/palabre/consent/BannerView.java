package dev.palabre.consent;

import dev.palabre.kernel.template.Messages;
import dev.palabre.site.Site;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The banner and its detail, as their templates read them.
 *
 * @param lang language
 * @param dir writing direction
 * @param siteName who asks
 * @param controller who answers for the data, null where the site does not say
 * @param contact where to write to about one's data, null where the site does not say
 * @param scope hosts that the choice holds for
 * @param pageUrl the same choices as a page
 * @param receiptUrl what a consent id is appended to
 * @param purposes what is asked
 */
record BannerView(
        String lang,
        String dir,
        String siteName,
        @Nullable String controller,
        @Nullable String contact,
        String scope,
        String pageUrl,
        String receiptUrl,
        List<Purpose> purposes) {

    /**
     * One purpose.
     *
     * @param key its name
     * @param title a few words
     * @param description what it does, as the end of a sentence
     * @param cookies names of known cookies, null where none are known
     * @param checked whether it is granted now
     */
    record Purpose(
            String key,
            String title,
            String description,
            @Nullable String cookies,
            boolean checked) {}

    static BannerView of(Site site, Policy policy, Addresses addresses, String lang, Messages messages) {
        return new BannerView(
                lang,
                messages.direction(lang),
                site.name(),
                site.settings().controller(),
                site.settings().contact(),
                scope(site),
                addresses.page(site),
                addresses.receipts(),
                purposes(policy, lang, Map.of(), messages));
    }

    static List<Purpose> purposes(Policy policy, String lang, Map<String, Boolean> granted, Messages messages) {
        return policy.purposes().stream()
                .map(key -> new Purpose(
                        key,
                        messages.get(lang, "consent.purpose." + key + ".title"),
                        messages.get(lang, "consent.purpose." + key + ".description"),
                        cookies(key),
                        granted.getOrDefault(key, false)))
                .toList();
    }

    /** Hosts for people, without schemes. */
    static String scope(Site site) {
        return site.origins().stream()
                .map(origin -> URI.create(origin).getRawAuthority())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String cookies(String purpose) {
        var names = Catalogue.cookies(purpose);
        return names.isEmpty() ? null : String.join(", ", names);
    }
}

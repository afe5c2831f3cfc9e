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
 * @param layout bar, box or modal
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
        String layout,
        List<Purpose> purposes) {

    /**
     * One purpose.
     *
     * @param key its name
     * @param title a few words
     * @param description what it does, as the end of a sentence
     * @param cookies names of known traces that no service names, null where none are known
     * @param checked whether it is granted now
     * @param services let in by it
     */
    record Purpose(
            String key,
            String title,
            String description,
            @Nullable String cookies,
            boolean checked,
            List<Vendor> services) {}

    /**
     * One service of a purpose; what its owner did not say is null.
     *
     * @param traces each with its name, storage and time
     * @param checked whether it is granted now
     */
    record Vendor(
            String key,
            String name,
            @Nullable String controller,
            @Nullable String data,
            @Nullable String transfer,
            @Nullable String privacyUrl,
            @Nullable String kept,
            List<String> traces,
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
                policy.source().layout(),
                purposes(policy, lang, Map.of(), Map.of(), messages));
    }

    static List<Purpose> purposes(
            Policy policy,
            String lang,
            Map<String, Boolean> granted,
            Map<String, Boolean> services,
            Messages messages) {
        return policy.source().purposes().stream()
                .map(purpose -> new Purpose(
                        purpose.key(),
                        policy.word(lang, "purpose." + purpose.key() + ".title"),
                        policy.word(lang, "purpose." + purpose.key() + ".description"),
                        orNull(purpose.traces().stream().map(Trace::name).collect(Collectors.joining(", "))),
                        granted.getOrDefault(purpose.key(), false),
                        purpose.services().stream()
                                .map(service -> service(service, lang, services, messages))
                                .toList()))
                .toList();
    }

    private static Vendor service(
            dev.palabre.consent.Vendor service, String lang, Map<String, Boolean> granted, Messages messages) {
        return new Vendor(
                service.key(),
                service.name(),
                orNull(service.controller()),
                orNull(service.data()),
                orNull(service.transfer()),
                orNull(service.privacyUrl()),
                service.days() == 0 ? null : days(service.days(), lang, messages),
                service.traces().stream()
                        .map(trace -> trace(trace, lang, messages))
                        .toList(),
                granted.getOrDefault(service.key(), false));
    }

    private static String trace(Trace trace, String lang, Messages messages) {
        return messages.get(
                lang,
                "consent.trace." + trace.storage().wire(),
                Map.of("name", trace.name(), "time", days(trace.days(), lang, messages)));
    }

    private static String days(int days, String lang, Messages messages) {
        return days == 0
                ? messages.get(lang, "consent.trace.untilClosed")
                : messages.get(lang, "consent.trace.days", Map.of("days", days));
    }

    /** Hosts for people, without schemes. */
    static String scope(Site site) {
        return site.origins().stream()
                .map(origin -> URI.create(origin).getRawAuthority())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}

package dev.palabre.consent.banner;

import dev.palabre.consent.policy.ConsentUrls;
import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.Tracker;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import dev.palabre.text.WebAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param words of this version
 */
public record BannerView(
        String lang,
        String dir,
        String siteName,
        @Nullable String controller,
        @Nullable String contact,
        String scope,
        String pageUrl,
        String receiptUrl,
        String layout,
        List<Purpose> purposes,
        Map<String, String> words)
        implements Templates.OwnWords {

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
    public record Purpose(
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
    public record Vendor(
            String key,
            String name,
            @Nullable String controller,
            @Nullable String data,
            @Nullable String transfer,
            @Nullable String privacyUrl,
            @Nullable String kept,
            List<String> traces,
            boolean checked) {}

    public static BannerView of(Site site, Policy policy, ConsentUrls addresses, String lang, Messages messages) {
        return new BannerView(
                lang,
                messages.direction(lang),
                Objects.requireNonNullElse(policy.fact("siteName"), site.name()),
                policy.fact("controller"),
                policy.fact("contact"),
                policy.scope(),
                addresses.page(site),
                addresses.receipts(),
                policy.source().layout(),
                purposes(policy, lang, Map.of(), Map.of()),
                policy.words(lang));
    }

    public static List<Purpose> purposes(
            Policy policy, String lang, Map<String, Boolean> granted, Map<String, Boolean> services) {
        var words = policy.words(lang);
        return policy.source().purposes().stream()
                .map(purpose -> new Purpose(
                        purpose.key(),
                        policy.word(lang, "purpose." + purpose.key() + ".title"),
                        policy.word(lang, "purpose." + purpose.key() + ".description"),
                        orNull(purpose.traces().stream().map(Tracker::name).collect(Collectors.joining(", "))),
                        granted.getOrDefault(purpose.key(), false),
                        purpose.services().stream()
                                .map(service -> service(service, words, services))
                                .toList()))
                .toList();
    }

    private static Vendor service(
            dev.palabre.consent.policy.Service service, Map<String, String> words, Map<String, Boolean> granted) {
        return new Vendor(
                service.key(),
                service.name(),
                orNull(service.controller()),
                orNull(words.getOrDefault("consent." + service.word("data"), service.data())),
                orNull(words.getOrDefault("consent." + service.word("transfer"), service.transfer())),
                link(service.privacyUrl()),
                service.days() == 0 ? null : days(service.days(), words),
                service.traces().stream().map(trace -> trace(trace, words)).toList(),
                granted.getOrDefault(service.key(), false));
    }

    /** A trace in a few words of a version: {@code Cookie _ga, 395 days}. */
    static String trace(Tracker trace, Map<String, String> words) {
        return say(
                words,
                "consent.trace." + trace.storage().wire(),
                Map.of("name", trace.name(), "time", days(trace.days(), words)));
    }

    /** A time in words of a version. */
    static String days(int days, Map<String, String> words) {
        return switch (days) {
            case 0 -> say(words, "consent.trace.untilClosed", Map.of());
            case 1 -> say(words, "consent.trace.day", Map.of());
            default -> say(words, "consent.trace.days", Map.of("days", days));
        };
    }

    private static String say(Map<String, String> words, String key, Map<String, ?> values) {
        return Messages.fill(words.getOrDefault(key, key), values);
    }

    /** An address that may be linked to; null for any other, such as a script. */
    private static @Nullable String link(String url) {
        return WebAddress.isLink(url) ? url : null;
    }

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}

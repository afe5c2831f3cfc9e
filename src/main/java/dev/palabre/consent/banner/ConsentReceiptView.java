package dev.palabre.consent.banner;

import dev.palabre.consent.choice.ConsentEvent;
import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.consent.choice.Consents;
import dev.palabre.consent.policy.ConsentUrls;
import dev.palabre.consent.policy.Policy;
import dev.palabre.crypto.AccessCode;
import dev.palabre.site.Site;
import dev.palabre.template.Dates;
import dev.palabre.template.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor chose, for the visitor to see and to keep.
 *
 * @param assets where the style sheets are
 * @param id the consent id
 * @param state what the choice amounts to, in words
 * @param answers to each purpose, titled as they were when the choice was made
 * @param history earlier choices, the newest first
 * @param sealed which seal covers it, in words
 * @param verifyUrl where the proof is recomputed
 * @param jsonUrl the same as a file
 * @param pageUrl where the choice can be changed
 */
record ConsentReceiptView(
        String lang,
        String dir,
        String assets,
        String siteName,
        String id,
        String state,
        List<Answer> answers,
        String decided,
        String decidedAt,
        String until,
        String validUntil,
        String source,
        String version,
        String digest,
        List<Earlier> history,
        String sealed,
        String verifyUrl,
        String jsonUrl,
        String pageUrl) {
    private static final String SCHEMA = "palabre-receipt/1 (profile of ISO/IEC TS 27560:2023)";

    /** The answer to one purpose. */
    record Answer(String title, boolean granted) {}

    /** A choice that another one replaced. */
    record Earlier(String date, String datetime, String state, String verifyUrl) {}

    static ConsentReceiptView of(
            AccessCode code,
            Consents.Register register,
            Site site,
            ConsentUrls addresses,
            String lang,
            Messages messages) {
        var dates = site.dates(lang);
        var event = register.newest();
        return new ConsentReceiptView(
                lang,
                messages.direction(lang),
                addresses.assets(),
                site.name(),
                code.text(),
                state(event, lang, messages),
                answers(event, register.policies().get(event.version()), lang),
                dates.exact(event.decidedAt()),
                event.decidedAt().toString(),
                dates.day(event.validUntil()),
                event.validUntil().toString(),
                source(event.source(), lang, messages),
                event.version(),
                register.choices().get(0).hex(),
                register.choices().stream()
                        .skip(1)
                        .map(earlier -> earlier(
                                earlier.event(),
                                addresses.verification(code) + "?lang=" + lang + "&event="
                                        + earlier.event().id(),
                                dates,
                                lang,
                                messages))
                        .toList(),
                sealed(register.choices().get(0), lang, messages),
                addresses.verification(code) + "?lang=" + lang,
                addresses.receipt(code) + "?format=json",
                addresses.page(site) + "?lang=" + lang);
    }

    /** The receipt for programs: what was recorded, its digest, and the policy that it answers. */
    static Map<String, @Nullable Object> json(AccessCode code, Consents.Register register, Site site) {
        var event = register.newest();
        var receipt = new LinkedHashMap<String, @Nullable Object>();
        receipt.put("id", code.text());
        receipt.put("schema", SCHEMA);
        receipt.put("site", site.key());
        receipt.put("siteName", site.name());
        receipt.put("version", event.version());
        receipt.put("state", event.state().wire());
        receipt.put("choices", event.choices());
        receipt.put("services", event.services());
        receipt.put("source", event.source());
        receipt.put("lang", event.lang());
        receipt.put("layout", event.layout());
        receipt.put(
                "previous", event.previous() == null ? null : event.previous().toString());
        receipt.put("decidedAt", event.decidedAt().toString());
        receipt.put("validUntil", event.validUntil().toString());
        receipt.put("digest", register.choices().get(0).hex());
        receipt.put("seal", register.choices().get(0).seal());
        receipt.put("record", event.document());
        var policy = register.policies().get(event.version());
        receipt.put("policy", policy == null ? Map.of() : new TreeMap<>(policy));
        receipt.put(
                "history",
                register.choices().stream()
                        .skip(1)
                        .map(ConsentReceiptView::past)
                        .toList());
        return receipt;
    }

    static Map<String, @Nullable Object> past(ConsentStore.Stored stored) {
        var past = new LinkedHashMap<String, @Nullable Object>();
        past.put("digest", stored.hex());
        past.put("seal", stored.seal());
        past.put("record", stored.event().document());
        return past;
    }

    /** A choice in a line. */
    static String sentence(ConsentEvent event, Dates dates, String lang, Messages messages) {
        return dates.exact(event.decidedAt()) + " – " + state(event, lang, messages);
    }

    private static Earlier earlier(ConsentEvent event, String verifyUrl, Dates dates, String lang, Messages messages) {
        return new Earlier(
                dates.exact(event.decidedAt()), event.decidedAt().toString(), state(event, lang, messages), verifyUrl);
    }

    /** A site's own word for where it asks stands as it is. */
    private static String source(String source, String lang, Messages messages) {
        return messages.below(lang, "consent.receipt.source.").getOrDefault(source, source);
    }

    private static String sealed(ConsentStore.Stored stored, String lang, Messages messages) {
        return stored.seal() == null
                ? messages.get(lang, "consent.receipt.unsealed")
                : messages.get(lang, "consent.receipt.sealed", Map.of("number", stored.seal()));
    }

    private static String state(ConsentEvent event, String lang, Messages messages) {
        return messages.get(lang, "consent.receipt.state." + event.state().wire());
    }

    private static List<Answer> answers(ConsentEvent event, @Nullable Map<String, Object> policy, String lang) {
        return event.choices().entrySet().stream()
                .map(choice -> new Answer(title(policy, lang, choice.getKey()), choice.getValue()))
                .toList();
    }

    /** The purpose's title in the words of the version that was answered; its name where that language had none. */
    private static String title(@Nullable Map<String, Object> policy, String lang, String purpose) {
        var key = "purpose." + purpose + ".title";
        var title = policy == null ? key : Policy.word(policy, lang, key);
        return title.equals(key) ? purpose : title;
    }
}

package dev.palabre.consent.lint;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words that the linter looks for, by language. They are matched, and never shown as ours. */
final class LintWords {
    private static final int SHORTEST = 4;

    private static final Map<String, Pattern> REFUSALS =
            Map.of("fr", words("refuse[rz]?"), "en", words("(refuse|reject|decline|deny)"));
    private static final Map<String, Pattern> ALL = Map.of("fr", words("tout"), "en", words("(all|everything)"));
    private static final Map<String, Pattern> HEDGES = Map.of(
            "fr",
            words("(non[ -])?essentiel(le)?s?|(strictement )?nécessaires?|sans accepter|plus tard|sauf|paramétrer"
                    + "|finalités|facultatif(ve)?s?|optionnel(le)?s?"),
            "en",
            words(
                    "(non[ -]?)?essential|(strictly )?necessary|without accepting|later|except|settings|optional|purposes"));
    private static final Map<String, Pattern> DISSUASIVE = Map.of(
            "fr",
            words("dommage|malheureusement|hélas|triste(sse)?|désolée?s?|manquere?z|perd(re|rez|ez)|sûre?s?"
                    + "|s[’']il vous plaît|aidez[ -]nous|soutenez|dégradée?s?|moins bien|(meilleure|optimale) expérience"
                    + "|expérience (optimale|limitée|réduite)"),
            "en",
            words("unfortunately|sadly?|sorry|miss out|los(e|ing)|are you sure|please|help us|support us|degraded|worse"
                    + "|(best|better|optimal) (possible )?experience|limited experience"));
    private static final Map<String, Pattern> URGENT = Map.of(
            "fr",
            words("plus que \\d+|dernières? (chance|minutes?|jours?)|vite|dépêchez|il vous reste|secondes?"
                    + "|compte à rebours|offre limitée|maintenant ou jamais|expire"),
            "en",
            words("hurry|last (chance|minutes?)|only \\d+|seconds?|countdown|limited time|now or never|expires?"));
    private static final Map<String, Pattern> TERMS = Map.of(
            "fr", words("cg[uv]|conditions générales|règlement intérieur"),
            "en", words("terms (and conditions|of (use|service|sale))|t&c"));
    private static final Map<String, Pattern> GENERIC = Map.of(
            "fr",
                    words(
                            "(les )?cookies?( \\p{L}+)?|traceurs?( \\p{L}+)?|autres?|divers|nécessaires?|fonctionnels?|tiers"),
            "en", words("(the )?(\\p{L}+ )?cookies?|(\\p{L}+ )?trackers?|others?|miscellaneous|necessary|functional"));
    private static final Map<String, Pattern> COMMON = Map.of(
            "fr",
                    words(
                            "le|la|les|des|du|et|vous|pour|votre|vos|est|que|qui|une|avec|sur|dans|pas|nous|nos|par|aux?|ces?"),
            "en", words("the|and|of|to|you|your|for|with|is|are|this|that|we|our|or|by|in|not|which|from|it"));

    /** Companies that are known to keep data outside the European Union, and forms that only exist there. */
    private static final Pattern OUTSIDE =
            words("google|alphabet|youtube|meta|facebook|instagram|whatsapp|twitter|x corp"
                    + "|tiktok|bytedance|microsoft|linkedin|amazon|cloudflare|adobe|pinterest|snap|disqus|salesforce|hubspot|vimeo"
                    + "|reddit|apple|oracle|intercom|segment|twilio|mixpanel|amplitude|inc|llc|corp|corporation");

    private LintWords() {}

    /** Whether there are words of a language to look for. */
    static boolean knows(String lang) {
        return REFUSALS.containsKey(lang);
    }

    /** Whether a label says, in so many words, that everything is refused. */
    static boolean refusesAll(String lang, String label) {
        return found(REFUSALS, lang, label).isPresent()
                && found(ALL, lang, label).isPresent();
    }

    /** A word that takes a refusal half back. */
    static Optional<String> hedge(String lang, String label) {
        return found(HEDGES, lang, label);
    }

    /** A word that plays on feelings, promises or threatens. */
    static Optional<String> dissuasion(String lang, String text) {
        return found(DISSUASIVE, lang, text);
    }

    /** A word that hurries. */
    static Optional<String> urgency(String lang, String text) {
        return found(URGENT, lang, text);
    }

    /** A word that bundles the choice with terms of use. */
    static Optional<String> terms(String lang, String text) {
        return found(TERMS, lang, text);
    }

    /** Whether a purpose's title says nothing of what is done. */
    static boolean generic(String lang, String title) {
        var pattern = GENERIC.get(lang);
        return pattern != null
                && pattern.matcher(title.strip().toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether whoever answers for a service is known to be outside the European Union. */
    static boolean outsideTheUnion(String controller) {
        return OUTSIDE.matcher(controller.toLowerCase(Locale.ROOT)).find();
    }

    /** The language that a text seems to be in, if that is clearly another one. */
    static Optional<String> otherLanguage(String lang, String text) {
        if (!knows(lang) || text.strip().split("\\s+").length < SHORTEST) {
            return Optional.empty();
        }
        var counts = new HashMap<String, Long>();
        COMMON.forEach((each, pattern) -> counts.put(
                each, pattern.matcher(text.toLowerCase(Locale.ROOT)).results().count()));
        var own = counts.getOrDefault(lang, 0L);
        return counts.entrySet().stream()
                .filter(each -> each.getValue() >= 2 && each.getValue() > 2 * own)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Optional<String> found(Map<String, Pattern> patterns, String lang, String text) {
        return Optional.ofNullable(patterns.get(lang))
                .map(pattern -> pattern.matcher(text.toLowerCase(Locale.ROOT)))
                .filter(Matcher::find)
                .map(Matcher::group);
    }

    private static Pattern words(String alternatives) {
        return Pattern.compile("(?<![\\p{L}\\d])(?:" + alternatives + ")(?![\\p{L}\\d])");
    }
}

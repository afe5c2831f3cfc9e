package dev.palabre.consent.lint;

import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.policy.Service;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The part of the linter that reads what visitors will read. */
final class WordingLint {
    private static final List<String> LAYERS = List.of("banner", "detail");
    private static final List<String> PARTS = List.of("title", "description");

    private final Messages messages;
    private final Site site;
    private final List<Finding> findings;
    private final Collection<String> languages;

    WordingLint(Messages messages, Site site, List<Finding> findings) {
        this(messages, site, findings, Messages.LANGUAGES);
    }

    /** Checks the words of these languages. */
    WordingLint(Messages messages, Site site, List<Finding> findings, Collection<String> languages) {
        this.languages = languages;
        this.messages = messages;
        this.site = site;
        this.findings = findings;
    }

    void wording(PolicyDefinition source, Policy policy) {
        purposes(source);
        source.wording().keySet().stream()
                .filter(lang -> !languages.contains(lang))
                .forEach(lang -> found(LintRule.WORDING_SHOWN_NOWHERE, "wording." + lang, lang));
        for (var lang : languages) {
            if (!LintWords.knows(lang)) {
                found(LintRule.WORDING_UNCHECKED, "wording." + lang, lang);
            }
            new TreeMap<>(source.wording().getOrDefault(lang, Map.of()))
                    .forEach((key, text) -> text(source, lang, key, text));
            LAYERS.forEach(layer -> buttons(policy, lang, layer));
        }
    }

    /** Purposes are named in every language in which they can be asked. */
    private void purposes(PolicyDefinition source) {
        for (var purpose : source.purposes()) {
            for (var lang : languages) {
                for (var part : PARTS) {
                    named(source, lang, "purpose." + purpose.key() + "." + part);
                }
                title(source, lang, purpose.key());
            }
            purpose.services().forEach(service -> service(source, service, "services[" + service.key() + "]"));
        }
    }

    /** What a service says of itself in the site's language is said in the others too. */
    private void service(PolicyDefinition source, Service service, String path) {
        var own = site.settings().locale();
        for (var said : List.of(Map.entry("data", service.data()), Map.entry("transfer", service.transfer()))) {
            if (said.getValue().isBlank()) {
                continue;
            }
            var at = path + "." + said.getKey();
            word(LintRule.WORDING_IN_ANOTHER_LANGUAGE, LintWords::otherLanguage, own, at, said.getValue());
            var key = service.word(said.getKey());
            languages.stream()
                    .filter(lang -> !lang.equals(own) && own(source, lang, key).isEmpty())
                    .forEach(lang -> found(LintRule.WORDING_NOT_TRANSLATED, path(lang, key), lang));
        }
    }

    private void named(PolicyDefinition source, String lang, String key) {
        var own = own(source, lang, key);
        if (own.isEmpty() && !isOurs(lang, key)) {
            var needed = lang.equals(site.settings().locale());
            found(needed ? LintRule.WORDING_MISSING : LintRule.WORDING_NOT_TRANSLATED, path(lang, key), lang);
        }
    }

    private void title(PolicyDefinition source, String lang, String purpose) {
        var key = "purpose." + purpose + ".title";
        own(source, lang, key)
                .filter(title -> LintWords.generic(lang, title))
                .ifPresent(title -> found(LintRule.PURPOSE_GENERIC, path(lang, key), title));
    }

    private void text(PolicyDefinition source, String lang, String key, String text) {
        var path = path(lang, key);
        if (!isOurs(lang, key) && !isPurposes(source, key)) {
            found(LintRule.WORDING_SHOWN_NOWHERE, path, key);
        }
        if (text.isBlank()) {
            found(key.endsWith(".necessary") ? LintRule.REFUSAL_MISSING : LintRule.WORDING_BLANK, path, "");
            return;
        }
        word(LintRule.WORDING_DISSUASIVE, LintWords::dissuasion, lang, path, text);
        word(LintRule.WORDING_URGENT, LintWords::urgency, lang, path, text);
        word(LintRule.TERMS_BUNDLED, LintWords::terms, lang, path, text);
        word(LintRule.WORDING_IN_ANOTHER_LANGUAGE, LintWords::otherLanguage, lang, path, text);
        if (key.equals("banner.lead") && !text.contains("{site}")) {
            found(LintRule.SITE_UNNAMED, path, "{site}");
        }
    }

    private void word(
            LintRule rule, BiFunction<String, String, Optional<String>> look, String lang, String path, String text) {
        look.apply(lang, text).ifPresent(word -> found(rule, path, word));
    }

    /** Accepting and refusing weigh the same, and refusing says what it does. */
    private void buttons(Policy policy, String lang, String layer) {
        var accept = policy.word(lang, layer + ".all").strip();
        var refuse = policy.word(lang, layer + ".necessary").strip();
        var path = path(lang, layer + ".necessary");
        if (refuse.isEmpty()) {
            return;
        }
        var hedge = LintWords.hedge(lang, refuse);
        if (hedge.isPresent() || (LintWords.knows(lang) && !LintWords.refusesAll(lang, refuse))) {
            found(LintRule.REFUSAL_HEDGED, path, refuse);
        }
        if (!sameWeight(accept, refuse)) {
            found(LintRule.BUTTONS_UNEQUAL, path, accept + " / " + refuse);
        }
    }

    private static boolean sameWeight(String accept, String refuse) {
        var longer = Math.max(accept.length(), refuse.length());
        var shorter = Math.min(accept.length(), refuse.length());
        return longer <= 2 * shorter && isLoud(accept) == isLoud(refuse);
    }

    /** Capitals, exclamation marks and pictures. */
    private static boolean isLoud(String label) {
        return label.contains("!")
                || label.codePoints().anyMatch(c -> Character.getType(c) == Character.OTHER_SYMBOL)
                || (label.length() > 3
                        && label.equals(label.toUpperCase(Locale.ROOT))
                        && !label.equals(label.toLowerCase(Locale.ROOT)));
    }

    private static Optional<String> own(PolicyDefinition source, String lang, String key) {
        return Optional.ofNullable(source.wording().getOrDefault(lang, Map.of()).get(key))
                .filter(text -> !text.isBlank());
    }

    /** Whether the key is one of the words that Palabre brings. */
    private boolean isOurs(String lang, String key) {
        var brings = Policy.WORDS.stream().anyMatch(key::startsWith) || key.startsWith("purpose.");
        return brings && messages.keys(lang).contains("consent." + key);
    }

    private static boolean isPurposes(PolicyDefinition source, String key) {
        return source.purposes().stream().anyMatch(purpose -> Stream.concat(
                        PARTS.stream().map(part -> "purpose." + purpose.key() + "." + part),
                        purpose.services().stream().flatMap(service -> Service.words(service.key())))
                .anyMatch(key::equals));
    }

    private static String path(String lang, String key) {
        return "wording." + lang + "[" + key + "]";
    }

    private void found(LintRule rule, String path, String what) {
        findings.add(new Finding(rule, path, what));
    }
}

package dev.palabre.consent.policy;

import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import dev.palabre.text.CanonicalJson;
import dev.palabre.text.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What visitors of a site are asked, as one document: the purposes in force with their services, the words of every
 * language that they are asked in, who asks, where the answer holds, and the code that asks. Another document is another
 * version.
 *
 * @param source what the owner decided
 * @param document all that is asked; texts, numbers, yes and no, lists and named values only
 * @param version SHA-256 of the document's canonical spelling, in hexadecimal
 */
public record Policy(PolicyDefinition source, Map<String, Object> document, String version) {
    /** Days that a choice is remembered, yes and no alike: six months, as the CNIL recommends. */
    public static final int VALID_DAYS = 182;

    /** What of our own words visitors read while they are asked; each may be replaced. */
    public static final List<String> WORDS = List.of("banner.", "detail.", "trace.", "widget.");

    private static final String SCHEMA = "palabre-policy/2";

    /**
     * What is asked of the visitors of a site.
     *
     * @param bundle SHA-256 of the widget that asks, in hexadecimal
     */
    public static Policy of(Site site, PolicyDefinition source, String bundle, Messages messages) {
        var settings = site.settings();
        var document = new TreeMap<>(source.document());
        document.put("schema", SCHEMA);
        document.put("bundle", bundle);
        document.put("site", site.key());
        document.put("siteName", site.name());
        document.put("controller", settings.controller() == null ? "" : settings.controller());
        document.put("contact", settings.contact() == null ? "" : settings.contact());
        document.put("origins", site.origins());
        document.put("validDays", VALID_DAYS);
        document.put("wording", wording(source, settings.locale(), messages));
        return new Policy(source, document, CanonicalJson.hex(document));
    }

    /** Names of the purposes in force; empty means that nothing is asked. */
    public List<String> purposes() {
        return source.purposes().stream().map(Purpose::key).toList();
    }

    /** Every service by its key, with the purpose that lets it in. */
    public Map<String, String> services() {
        var services = new LinkedHashMap<String, String>();
        source.purposes()
                .forEach(purpose -> purpose.services().forEach(service -> services.put(service.key(), purpose.key())));
        return services;
    }

    /** One of the words that it is asked in; the key where it has none. */
    public String word(String lang, String key) {
        return word(document, lang, key);
    }

    /** One of the words of a stored version; the key where it has none. */
    public static String word(Map<String, Object> document, String lang, String key) {
        return document.get("wording") instanceof Map<?, ?> wording
                        && wording.get(lang) instanceof Map<?, ?> words
                        && words.get(key) instanceof String word
                ? word
                : key;
    }

    /** A version as it was stored; empty where it was written before policies had services. */
    public static Optional<Policy> stored(String version, Map<String, Object> document) {
        return SCHEMA.equals(document.get("schema"))
                ? Optional.of(new Policy(Json.convert(document, PolicyDefinition.class), document, version))
                : Optional.empty();
    }

    /** All words of a language, by the keys that templates ask for. */
    public Map<String, String> words(String lang) {
        var words = new HashMap<String, String>();
        if (document.get("wording") instanceof Map<?, ?> wording && wording.get(lang) instanceof Map<?, ?> known) {
            known.forEach((key, word) -> words.put("consent." + key, String.valueOf(word)));
        }
        return words;
    }

    /** One of the texts that say who asks; null where it is empty. */
    @Nullable
    public String fact(String name) {
        return document.get(name) instanceof String text && !text.isEmpty() ? text : null;
    }

    /** Hosts that an answer holds for, without their schemes. */
    public String scope() {
        return document.get("origins") instanceof List<?> origins
                ? origins.stream()
                        .map(origin -> URI.create(String.valueOf(origin)).getRawAuthority())
                        .distinct()
                        .collect(Collectors.joining(", "))
                : "";
    }

    /** Purposes that a visitor who answered an earlier version has not answered as they are now. */
    public List<String> changedSince(Map<String, Object> earlier) {
        return purposes().stream()
                .filter(purpose -> !asked(document, purpose).equals(asked(earlier, purpose)))
                .toList();
    }

    /** All that decides an answer to one purpose: the purpose itself, its services, its words, and who asks. */
    static Map<String, Object> asked(Map<String, Object> document, String purpose) {
        var asked = new TreeMap<String, Object>();
        asked.put("controller", document.getOrDefault("controller", ""));
        if (document.get("purposes") instanceof List<?> purposes) {
            purposes.stream()
                    .filter(each -> each instanceof Map<?, ?> map && purpose.equals(map.get("key")))
                    .forEach(each -> asked.put("purpose", each));
        }
        Messages.LANGUAGES.forEach(lang -> {
            Stream.of("title", "description").forEach(part -> {
                var key = "purpose." + purpose + "." + part;
                asked.put(lang + "." + part, word(document, lang, key));
            });
            services(asked.get("purpose"))
                    .flatMap(Service::words)
                    .forEach(key -> asked.put(lang + "." + key, word(document, lang, key)));
        });
        return asked;
    }

    private static Stream<String> services(@Nullable Object purpose) {
        return purpose instanceof Map<?, ?> map && map.get("services") instanceof List<?> services
                ? services.stream()
                        .map(each -> each instanceof Map<?, ?> service ? String.valueOf(service.get("key")) : "")
                : Stream.of();
    }

    private static Map<String, Object> wording(PolicyDefinition source, String siteLang, Messages messages) {
        var wording = new LinkedHashMap<String, Object>();
        Messages.LANGUAGES.forEach(lang -> {
            var words = new TreeMap<String, String>();
            rooms(source).forEach(room -> messages.below(lang, "consent." + room)
                    .forEach((key, sentence) -> words.put(room + key, sentence)));
            words.putAll(source.wording().getOrDefault(lang, Map.of()));
            // A purpose that was not put into this language is told in the site's: better than its key.
            source.wording().getOrDefault(siteLang, Map.of()).entrySet().stream()
                    .filter(word -> word.getKey().startsWith("purpose."))
                    .forEach(word -> words.putIfAbsent(word.getKey(), word.getValue()));
            wording.put(lang, words);
        });
        return wording;
    }

    private static List<String> rooms(PolicyDefinition source) {
        var rooms = new ArrayList<>(WORDS);
        source.purposes().forEach(purpose -> rooms.add("purpose." + purpose.key() + "."));
        return rooms;
    }
}

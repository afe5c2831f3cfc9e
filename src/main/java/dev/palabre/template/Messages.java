package dev.palabre.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every sentence that a reader meets, by language and key. Placeholders are written {@code {name}}; apostrophes need no
 * doubling.
 */
public final class Messages {
    /** Languages that are complete, the default first. */
    public static final List<String> LANGUAGES = List.of("fr", "en");

    private static final List<String> ROOMS = List.of(
            "comment",
            "consent",
            "datarequest",
            "demo",
            "mail",
            "moderation",
            "notice",
            "page",
            "problem",
            "retention",
            "selfservice",
            "signin",
            "spam",
            "subscription",
            "thread",
            "transfer");

    private final Map<String, Map<String, String>> sentences = new HashMap<>();

    /** Reads all bundles of the class path, {@code messages/<lang>/<room>.properties}. */
    public Messages() {
        LANGUAGES.forEach(lang -> sentences.put(lang, load(lang)));
    }

    /** The sentence with its placeholders filled in. A key that is missing is a mistake of ours and fails. */
    public String get(String lang, String key, Map<String, ?> values) {
        var sentence = sentences(lang).get(key);
        if (sentence == null) {
            throw new IllegalArgumentException("no message " + key + " in " + lang);
        }
        return values.isEmpty() ? sentence : fill(sentence, values);
    }

    /** The sentence as it stands. */
    public String get(String lang, String key) {
        return get(lang, key, Map.of());
    }

    /** All keys of a language. */
    public Set<String> keys(String lang) {
        return new TreeSet<>(sentences(lang).keySet());
    }

    /** All sentences whose key starts with a prefix, by what follows it. */
    public Map<String, String> below(String lang, String prefix) {
        var found = new java.util.TreeMap<String, String>();
        sentences(lang).forEach((key, sentence) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), sentence);
            }
        });
        return found;
    }

    /**
     * The language to answer in: what was asked for, else the first known one that the browser accepts, else the
     * site's, else the default.
     */
    public String pick(@Nullable String asked, @Nullable String acceptLanguage, @Nullable String site) {
        var wanted = known(asked);
        if (wanted == null && acceptLanguage != null) {
            wanted = accepted(acceptLanguage);
        }
        if (wanted == null) {
            wanted = known(site);
        }
        return wanted == null ? LANGUAGES.get(0) : wanted;
    }

    /** The name that a language has for itself, such as {@code français}. */
    public static String ownName(String lang) {
        var locale = Locale.forLanguageTag(lang);
        return locale.getDisplayLanguage(locale);
    }

    /** {@code rtl} or {@code ltr}. */
    public String direction(String lang) {
        return Set.of("ar", "fa", "he", "ur").contains(lang) ? "rtl" : "ltr";
    }

    private static @Nullable String accepted(String acceptLanguage) {
        try {
            return Locale.LanguageRange.parse(acceptLanguage).stream()
                    .map(range -> known(range.getRange()))
                    .filter(lang -> lang != null)
                    .findFirst()
                    .orElse(null);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The complete language that a tag such as {@code fr-SN} belongs to. */
    private static @Nullable String known(@Nullable String tag) {
        if (tag == null) {
            return null;
        }
        var end = tag.indexOf('-') < 0 ? tag.length() : tag.indexOf('-');
        var language = tag.substring(0, end).toLowerCase(Locale.ROOT);
        return LANGUAGES.contains(language) ? language : null;
    }

    /** A sentence with its placeholders filled in; one that has no value stays. */
    public static String fill(String sentence, Map<String, ?> values) {
        var filled = new StringBuilder(sentence.length() + 32);
        var from = 0;
        for (var open = sentence.indexOf('{'); open >= 0; open = sentence.indexOf('{', from)) {
            var close = sentence.indexOf('}', open);
            var value = close < 0 ? null : values.get(sentence.substring(open + 1, close));
            var end = close < 0 ? sentence.length() : close + 1;
            filled.append(sentence, from, open).append(value == null ? sentence.substring(open, end) : value);
            from = end;
        }
        return filled.append(sentence, from, sentence.length()).toString();
    }

    private Map<String, String> sentences(String lang) {
        return DevelopmentResources.FOLDER != null && sentences.containsKey(lang)
                ? load(lang)
                : sentences.getOrDefault(lang, Map.of());
    }

    private static Map<String, String> load(String lang) {
        var all = new HashMap<String, String>();
        for (var room : ROOMS) {
            var path = "/messages/" + lang + "/" + room + ".properties";
            try (InputStream in = DevelopmentResources.open(path)) {
                if (in == null) {
                    throw new IllegalStateException("missing on the class path: " + path);
                }
                var bundle = new Properties();
                bundle.load(new InputStreamReader(in, StandardCharsets.UTF_8));
                bundle.forEach((key, sentence) -> all.put((String) key, (String) sentence));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Map.copyOf(all);
    }
}

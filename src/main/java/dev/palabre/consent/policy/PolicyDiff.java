package dev.palabre.consent.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What makes a version another than the one before.
 *
 * @param added purposes that were not asked before
 * @param removed purposes that are not asked any more
 * @param changed purposes that are asked otherwise, and therefore again
 * @param words sentences that read otherwise, such as {@code fr[banner.lead]}
 * @param facts whatever else of the document is another, such as {@code bundle}
 */
public record PolicyDiff(
        List<String> added, List<String> removed, List<String> changed, List<String> words, List<String> facts) {
    private static final List<String> APART = List.of("purposes", "wording");

    static PolicyDiff of(Map<String, Object> before, Map<String, Object> now) {
        var earlier = keys(before);
        var later = keys(now);
        return new PolicyDiff(
                later.stream().filter(key -> !earlier.contains(key)).toList(),
                earlier.stream().filter(key -> !later.contains(key)).toList(),
                later.stream()
                        .filter(earlier::contains)
                        .filter(key -> !Policy.asked(now, key).equals(Policy.asked(before, key)))
                        .toList(),
                words(before, now),
                facts(before, now));
    }

    /** For programs. */
    public Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("added", added);
        json.put("removed", removed);
        json.put("changed", changed);
        json.put("words", words);
        json.put("facts", facts);
        return json;
    }

    /** Purposes by name; the first versions of all held nothing but their names. */
    private static List<String> keys(Map<String, Object> document) {
        return list(document).stream()
                .map(each -> each instanceof Map<?, ?> purpose ? purpose.get("key") : each)
                .map(String::valueOf)
                .toList();
    }

    private static List<?> list(Map<String, Object> document) {
        return document.get("purposes") instanceof List<?> purposes ? purposes : List.of();
    }

    private static List<String> words(Map<String, Object> before, Map<String, Object> now) {
        var changed = new ArrayList<String>();
        var languages = new TreeSet<String>();
        languages.addAll(map(before.get("wording")).keySet());
        languages.addAll(map(now.get("wording")).keySet());
        for (var lang : languages) {
            var earlier = map(map(before.get("wording")).get(lang));
            var later = map(map(now.get("wording")).get(lang));
            different(earlier, later).forEach(key -> changed.add(lang + "[" + key + "]"));
        }
        return List.copyOf(changed);
    }

    private static List<String> facts(Map<String, Object> before, Map<String, Object> now) {
        return different(before, now).stream()
                .filter(name -> !APART.contains(name))
                .toList();
    }

    private static List<String> different(Map<String, Object> before, Map<String, Object> now) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(before.get(name), now.get(name)))
                .toList();
    }

    private static Map<String, Object> map(@org.jspecify.annotations.Nullable Object value) {
        var map = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> found) {
            found.forEach((key, inner) -> map.put(String.valueOf(key), inner));
        }
        return map;
    }
}

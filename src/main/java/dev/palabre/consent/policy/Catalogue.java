package dev.palabre.consent.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ready-made purposes that a site may ask consent for: their names, and the cookies that common tools of each are known
 * to leave behind, so that a withdrawal removes them. Titles and descriptions stand in the message bundles as
 * {@code consent.purpose.<name>.*}.
 */
public final class Catalogue {
    private static final Map<String, List<String>> COOKIES = cookies();
    private static final Map<String, List<String>> SIGNALS = Map.of(
            "audience", List.of("analytics_storage"),
            "preferences", List.of("functionality_storage", "personalization_storage"),
            "ads", List.of("ad_storage", "ad_user_data", "ad_personalization"));

    private Catalogue() {}

    /** Names that the setting {@code purposes} takes. */
    public static Set<String> names() {
        return COOKIES.keySet();
    }

    /** Those of the named purposes that exist, each once, in the catalogue's order. */
    public static List<Purpose> purposes(List<String> names) {
        return COOKIES.keySet().stream()
                .filter(names::contains)
                .map(Catalogue::purpose)
                .toList();
    }

    private static Purpose purpose(String name) {
        var traces = COOKIES.getOrDefault(name, List.of()).stream()
                .map(Tracker::cookie)
                .toList();
        return new Purpose(name, Purpose.CONSENT, SIGNALS.getOrDefault(name, List.of()), traces, List.of());
    }

    private static Map<String, List<String>> cookies() {
        var cookies = new LinkedHashMap<String, List<String>>();
        cookies.put(
                "audience", List.of("_ga", "_ga_*", "_gid", "_gat*", "_pk_*", "_hj*", "_clck", "_clsk", "atuserid"));
        cookies.put("media", List.of("vuid", "sp_t", "sp_landing", "twtr_*"));
        cookies.put("preferences", List.of());
        cookies.put("ads", List.of("_fbp", "_fbc", "_gcl_*", "__gads", "__gpi", "cto_bundle", "_uetsid", "_uetvid"));
        return Collections.unmodifiableMap(cookies);
    }
}

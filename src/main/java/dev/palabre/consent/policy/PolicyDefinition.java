package dev.palabre.consent.policy;

import dev.palabre.site.Site;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a site's owner decides of a policy, as it is edited, imported and exported. The words around it, the site's names
 * and the digest come with {@link Policy}.
 *
 * @param layout of the first layer: bar, box or modal
 * @param consentMode whether Google's Consent Mode is told
 * @param purposes that visitors are asked
 * @param wording by language: {@code purpose.<key>.title} and {@code .description}, and what replaces our own words
 */
public record PolicyDefinition(
        String layout, boolean consentMode, List<Purpose> purposes, Map<String, Map<String, String>> wording) {
    /** How the first layer may stand on the page. */
    public static final List<String> LAYOUTS = List.of("bar", "box", "modal");

    /** What is left out of a file has its default. */
    public PolicyDefinition(
            @Nullable String layout,
            boolean consentMode,
            @Nullable List<Purpose> purposes,
            @Nullable Map<String, Map<String, String>> wording) {
        this.layout = layout == null ? LAYOUTS.get(0) : layout;
        this.consentMode = consentMode;
        this.purposes = purposes == null ? List.of() : List.copyOf(purposes);
        this.wording = wording == null ? Map.of() : Map.copyOf(wording);
    }

    /** The policy of a site that only named ready-made purposes. */
    public static PolicyDefinition of(Site site) {
        return new PolicyDefinition(
                null, false, Catalogue.purposes(site.settings().purposes()), null);
    }

    /** As it is stored and exported. */
    public Map<String, Object> document() {
        var document = new TreeMap<String, Object>();
        document.put("layout", layout);
        document.put("consentMode", consentMode);
        document.put("purposes", purposes.stream().map(Purpose::document).toList());
        document.put("wording", wording);
        return document;
    }
}

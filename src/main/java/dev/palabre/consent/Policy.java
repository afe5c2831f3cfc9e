package dev.palabre.consent;

import dev.palabre.kernel.template.Messages;
import dev.palabre.site.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What visitors of a site are asked, as one document: the purposes in force, the words of every language that they are
 * asked in, who asks, and where the answer holds. Another document is another version.
 *
 * @param purposes names of the purposes in force; empty means that nothing is asked
 * @param document all that is asked; texts, numbers, lists and named values only
 * @param version SHA-256 of the document's canonical spelling, in hexadecimal
 */
record Policy(List<String> purposes, Map<String, Object> document, String version) {
    /** Days that a choice is remembered, yes and no alike: six months, as the CNIL recommends. */
    static final int VALID_DAYS = 182;

    private static final String SCHEMA = "palabre-policy/1";

    /** What is asked of the visitors of a site, by its settings; names that the catalogue lacks are left out. */
    static Policy of(Site site, Messages messages) {
        var settings = site.settings();
        var purposes = Catalogue.known(settings.purposes());
        var document = new TreeMap<String, Object>();
        document.put("schema", SCHEMA);
        document.put("site", site.key());
        document.put("siteName", site.name());
        document.put("controller", settings.controller() == null ? "" : settings.controller());
        document.put("contact", settings.contact() == null ? "" : settings.contact());
        document.put("origins", site.origins());
        document.put("validDays", VALID_DAYS);
        document.put("purposes", purposes);
        document.put("cookies", cookies(purposes));
        document.put("wording", wording(purposes, messages));
        return new Policy(purposes, document, Canonical.hex(document));
    }

    /** Cookies that a withdrawal removes, by purpose. */
    static Map<String, List<String>> cookies(List<String> purposes) {
        var cookies = new LinkedHashMap<String, List<String>>();
        purposes.forEach(purpose -> cookies.put(purpose, Catalogue.cookies(purpose)));
        return cookies;
    }

    private static Map<String, Object> wording(List<String> purposes, Messages messages) {
        var wording = new LinkedHashMap<String, Object>();
        Messages.LANGUAGES.forEach(lang -> {
            var words = new TreeMap<String, String>();
            rooms(purposes).forEach(room -> messages.below(lang, "consent." + room)
                    .forEach((key, sentence) -> words.put(room + key, sentence)));
            wording.put(lang, words);
        });
        return wording;
    }

    private static List<String> rooms(List<String> purposes) {
        var rooms = new ArrayList<>(List.of("banner.", "detail."));
        purposes.forEach(purpose -> rooms.add("purpose." + purpose + "."));
        return rooms;
    }
}

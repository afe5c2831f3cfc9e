package dev.palabre.site;

import dev.palabre.template.Dates;
import java.util.List;

/**
 * A site that embeds us.
 *
 * @param id its number, first in every key of the database
 * @param key its name in addresses and in the snippet
 * @param name its name for people
 * @param origins exact origins that its pages have; the first is its address, the others are aliases of it
 * @param settings what its owner decided
 */
public record Site(int id, String key, String name, List<String> origins, Settings settings) {
    /** Writes points in time in a language and at the site's time. */
    public Dates dates(String lang) {
        return new Dates(lang, settings.timezone());
    }

    /** Who answers for the data, as readers are told: the site itself where its owner names nobody. */
    public String controller() {
        var named = settings.controller();
        return named == null ? name : named;
    }

    /** Whether this is an origin of the site, spelt exactly so. */
    public boolean hasOrigin(String origin) {
        return origins.contains(origin);
    }
}

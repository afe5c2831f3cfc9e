package dev.palabre.site;

import java.util.List;
import java.util.Map;

/** Sites that no database knows. */
public final class SampleSite {
    private SampleSite() {}

    /** A site with these settings, as they are typed. */
    public static Site of(String name, Map<String, String> settings) {
        return new Site(1, "lsi", name, List.of("https://lsi.example"), Settings.of(settings));
    }
}

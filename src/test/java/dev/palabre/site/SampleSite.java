package dev.palabre.site;

import java.util.List;
import java.util.Map;

/** Sites that no database knows. */
public final class SampleSite {
    private SampleSite() {}

    /** A site with these settings, as they are typed. */
    public static Site of(String name, Map<String, String> settings) {
        return of("lsi", name, "https://lsi.example", settings);
    }

    /** A site of one origin with these settings, as they are typed. */
    public static Site of(String key, String name, String origin, Map<String, String> settings) {
        return new Site(1, key, name, List.of(origin), Settings.of(settings));
    }
}

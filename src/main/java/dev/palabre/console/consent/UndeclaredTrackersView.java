package dev.palabre.console.consent;

import dev.palabre.console.layout.LayoutView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen on visitors' devices without being declared.
 *
 * @param policyUrl where it is declared, null for who may not see that
 */
record UndeclaredTrackersView(
        String lang,
        String dir,
        LayoutView frame,
        List<SiteNavigation.Link> nav,
        boolean none,
        List<Row> rows,
        @Nullable String policyUrl) {

    /** A name, and when and how often it was seen. */
    record Row(
            String kind,
            String name,
            String phase,
            boolean before,
            String firstSeen,
            String firstDate,
            String lastSeen,
            String lastDate,
            String seen) {}
}

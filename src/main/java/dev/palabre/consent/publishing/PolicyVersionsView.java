package dev.palabre.consent.publishing;

import java.util.List;

/**
 * All versions of what visitors were asked.
 *
 * @param assets where the style sheets are
 * @param none whether nothing was ever asked
 */
record PolicyVersionsView(
        String lang, String dir, String assets, String siteName, boolean none, List<Row> versions, String jsonUrl) {
    /** One version. */
    record Row(String version, String url, String since, String sinceAt, boolean inForce) {}
}

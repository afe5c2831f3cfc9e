package dev.palabre.console.retention;

import dev.palabre.console.layout.LayoutView;
import java.util.List;

/** The sites that who is signed in owns. */
record RetentionSitesView(String lang, String dir, LayoutView frame, boolean none, List<Row> sites) {
    /** One site. */
    record Row(String name, String url) {}
}

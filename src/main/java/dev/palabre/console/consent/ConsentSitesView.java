package dev.palabre.console.consent;

import dev.palabre.console.layout.LayoutView;
import java.util.List;

/** The sites of which who is signed in may see what is asked. */
record ConsentSitesView(String lang, String dir, LayoutView frame, boolean none, List<Row> sites) {
    /** One site. */
    record Row(String name, String url) {}
}

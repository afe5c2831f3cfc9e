package dev.palabre.consent.console;

import dev.palabre.moderation.console.Frame;
import java.util.List;

/** The sites of which who is signed in may see what is asked. */
record SitesView(String lang, String dir, Frame frame, boolean none, List<Row> sites) {
    /** One site. */
    record Row(String name, String url) {}
}

package dev.palabre.retention.console;

import dev.palabre.moderation.console.Frame;
import java.util.List;

/** The sites that who is signed in owns. */
record RetentionSitesView(String lang, String dir, Frame frame, boolean none, List<Row> sites) {
    /** One site. */
    record Row(String name, String url) {}
}

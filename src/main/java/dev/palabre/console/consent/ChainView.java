package dev.palabre.console.consent;

import dev.palabre.console.layout.LayoutView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chain of a site's records.
 *
 * @param seal the newest, null where there is none yet
 * @param anchor the newest, null where there is none yet
 * @param anchorsUrl all that were published
 * @param decides whether who is signed in may verify and export
 * @param action where the form is sent
 * @param check what was found, null where nobody asked
 */
record ChainView(
        String lang,
        String dir,
        LayoutView frame,
        List<SiteNavigation.Link> nav,
        @Nullable Piece seal,
        @Nullable Piece anchor,
        String anchorsUrl,
        boolean decides,
        String action,
        String csvUrl,
        String jsonlUrl,
        @Nullable Check check) {

    /** A seal or an anchor, in a sentence, with its hash. */
    record Piece(String sentence, String hash) {}

    /** What was recomputed, what the answer does not cover, and where the chain does not hold. */
    record Check(boolean holds, String verdict, String counts, List<String> notes, List<String> breaks) {}
}

package dev.palabre.consent.publishing;

import dev.palabre.consent.banner.BannerPreviews;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of what visitors were asked, as it was.
 *
 * @param assets where the style sheets are
 * @param languages both layers, in each language
 * @param bundle SHA-256 of the widget that asked
 * @param before the version before, null for the first
 * @param canonicalUrl the bytes that the digest is taken of
 * @param document the same for people
 */
record PolicyVersionView(
        String lang,
        String dir,
        String assets,
        String siteName,
        String version,
        String since,
        String sinceAt,
        String bundle,
        @Nullable Link before,
        List<Change> changes,
        List<BannerPreviews.Layers> languages,
        String canonicalUrl,
        String jsonUrl,
        String listUrl,
        String document) {
    /** Another version. */
    record Link(String version, String url) {}

    /** What is another than before: a heading, and the names. */
    record Change(String title, String names) {}
}

package dev.palabre.privacy.notice;

import dev.palabre.template.Layout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A notice as a page.
 *
 * @param words of the notice, from its document alone
 * @param mine page on which authors find what they wrote
 * @param contact where to write to as a link, null where it is none that a browser opens
 * @param authority of supervision, null where none is named with an address
 * @param own the full notice that the site itself keeps elsewhere, null for none
 * @param since when it was first served
 * @param sinceAt the same for programs
 * @param inForce whether it is what readers are told today
 * @param nowUrl the notice that is in force
 * @param listUrl all versions
 * @param canonicalUrl the bytes that the version is the digest of
 */
record NoticeView(
        Layout layout,
        Notice.Words words,
        String mine,
        @Nullable Link contact,
        @Nullable Link authority,
        @Nullable String own,
        String version,
        String since,
        String sinceAt,
        boolean inForce,
        String nowUrl,
        String listUrl,
        String canonicalUrl) {
    /** A link. */
    record Link(String text, String url) {}

    /** All versions of a site. */
    record Versions(Layout layout, List<Version> versions) {}

    /** One of them. */
    record Version(String version, String url, String since, String sinceAt, boolean inForce) {}
}

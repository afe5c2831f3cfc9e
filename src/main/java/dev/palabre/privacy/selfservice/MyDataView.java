package dev.palabre.privacy.selfservice;

import java.util.List;

/**
 * Everything that stands under an address of a site.
 *
 * @param lang of the words
 * @param dir {@code ltr} or {@code rtl}
 * @param title of the page
 * @param assets where styles are
 * @param siteName of the site
 * @param email the address
 * @param base absolute address of the pages that act
 * @param muted whether no mail is sent but those that are asked for
 * @param done what was done just now, empty for nothing
 * @param comments the newest first
 * @param requests what they asked of their data, the newest first
 * @param follows pages of whose new comments they are told, the newest first
 */
record MyDataView(
        String lang,
        String dir,
        String title,
        String assets,
        String siteName,
        String email,
        String base,
        boolean muted,
        String done,
        List<Item> comments,
        List<DataRequestListView.Asked> requests,
        List<Followed> follows) {
    /** A page that is followed. */
    record Followed(String id, String pageTitle, String pageUrl, String since) {}

    /** One comment. */
    record Item(
            String id,
            String pageTitle,
            String pageUrl,
            String statusText,
            String datetime,
            String date,
            String html,
            String statusUrl) {}
}

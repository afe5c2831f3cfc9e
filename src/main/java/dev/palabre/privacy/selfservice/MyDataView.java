package dev.palabre.privacy.selfservice;

import dev.palabre.privacy.selfservice.export.OwnRequestView;
import dev.palabre.privacy.selfservice.export.OwnSubscriptionView;
import dev.palabre.template.Layout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is kept under an address of a site, the comments a page at a time.
 *
 * @param layout what every page has
 * @param siteName name of the site
 * @param email the address
 * @param base absolute address of the pages that act
 * @param muted whether no mail is sent but those that are requested
 * @param done what was done just now, empty for nothing
 * @param comments of this page, the newest first
 * @param older absolute address of the page of older comments, null where there are none
 * @param requests data requests, the newest first
 * @param subscriptions the newest first
 */
record MyDataView(
        Layout layout,
        String siteName,
        String email,
        String base,
        boolean muted,
        String done,
        List<Item> comments,
        @Nullable String older,
        List<OwnRequestView> requests,
        List<OwnSubscriptionView> subscriptions) {
    static final String TEMPLATE = "privacy/selfservice/my-data";

    /** A comment. */
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

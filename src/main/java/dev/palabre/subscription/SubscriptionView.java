package dev.palabre.subscription;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page about what somebody follows.
 *
 * @param lang of the words
 * @param dir {@code ltr} or {@code rtl}
 * @param title of the page
 * @param assets where styles are
 * @param siteName of the site
 * @param pageTitle of the page that is followed, null where it is about none or about several
 * @param pageUrl its address, null likewise
 * @param points what it says
 * @param action where its buttons post to, null where there are none
 * @param buttons to choose from
 */
record SubscriptionView(
        String lang,
        String dir,
        String title,
        String assets,
        String siteName,
        @Nullable String pageTitle,
        @Nullable String pageUrl,
        List<String> points,
        @Nullable String action,
        List<Button> buttons) {
    /** One button. */
    record Button(String name, String value, String label) {}
}

package dev.palabre.subscription;

import dev.palabre.template.Layout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page about subscriptions, opened by a mailed link.
 *
 * @param siteName name of the site
 * @param pageTitle title of the page that is subscribed to, null where it is about none or several
 * @param pageUrl its address, null likewise
 * @param paragraphs text of the page
 * @param action address that the buttons post to, null where there are none
 * @param buttons to choose from
 */
record SubscriptionView(
        Layout layout,
        String siteName,
        @Nullable String pageTitle,
        @Nullable String pageUrl,
        List<String> paragraphs,
        @Nullable String action,
        List<Button> buttons) {
    /** One button. */
    record Button(String name, String value, String label) {}
}

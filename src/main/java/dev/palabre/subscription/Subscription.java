package dev.palabre.subscription;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to new comments of a page.
 *
 * @param siteId the page's site
 * @param id of the subscription
 * @param threadId the page's thread
 * @param addressId the row of the subscriber's address
 * @param lang language of the mails
 * @param wording text beside the box that the subscriber ticked
 * @param askedAt when they ticked it
 * @param confirmedAt when they used the confirmation link, null before
 * @param rhythm how often they are mailed, null before they confirm
 * @param pageUrl address of the page
 * @param pageTitle its title
 */
public record Subscription(
        int siteId,
        UUID id,
        UUID threadId,
        UUID addressId,
        String lang,
        String wording,
        Instant askedAt,
        @Nullable Instant confirmedAt,
        @Nullable Frequency rhythm,
        String pageUrl,
        String pageTitle) {
    /** Whether they are mailed about each comment. */
    boolean isMailedAtOnce() {
        return rhythm == Frequency.EACH;
    }
}

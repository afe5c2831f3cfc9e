package dev.palabre.subscription;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That somebody wants to be told of new comments on a page.
 *
 * @param siteId the page's site
 * @param id its own
 * @param threadId the page's thread
 * @param addressId the row of their address
 * @param lang language that they read
 * @param wording what stood beside the box that they ticked
 * @param askedAt when they ticked it
 * @param confirmedAt when they clicked on the link that was mailed to them, null while they have not
 * @param rhythm how often they are told, null while they have not confirmed
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
    /** Whether they are told of each comment. */
    boolean isToldAtOnce() {
        return rhythm == Frequency.EACH;
    }
}

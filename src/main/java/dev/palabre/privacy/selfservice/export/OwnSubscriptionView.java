package dev.palabre.privacy.selfservice.export;

import dev.palabre.site.Site;
import dev.palabre.subscription.Subscription;
import dev.palabre.template.Messages;
import java.util.Map;

/**
 * A subscription, as its author reads it.
 *
 * @param id its own
 * @param pageTitle title of the page
 * @param pageUrl address of the page
 * @param since frequency and date of confirmation, or that it is not confirmed yet
 */
public record OwnSubscriptionView(String id, String pageTitle, String pageUrl, String since) {
    /** A subscription in a language. */
    public static OwnSubscriptionView of(Messages messages, Site site, String lang, Subscription subscription) {
        return new OwnSubscriptionView(
                subscription.id().toString(),
                subscription.pageTitle(),
                subscription.pageUrl(),
                since(messages, site, lang, subscription));
    }

    private static String since(Messages messages, Site site, String lang, Subscription subscription) {
        var confirmed = subscription.confirmedAt();
        var rhythm = subscription.rhythm();
        var dates = site.dates(lang);
        return confirmed == null || rhythm == null
                ? messages.get(
                        lang, "selfservice.subscriptions.asked", Map.of("date", dates.moment(subscription.askedAt())))
                : messages.get(
                        lang, "selfservice.subscriptions." + rhythm.wire(), Map.of("date", dates.moment(confirmed)));
    }
}

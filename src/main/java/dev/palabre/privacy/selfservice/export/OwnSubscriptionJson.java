package dev.palabre.privacy.selfservice.export;

import dev.palabre.subscription.Subscription;
import org.jspecify.annotations.Nullable;

/** A subscription in the personal data file. */
record OwnSubscriptionJson(
        String page,
        String pageTitle,
        String lang,
        String asked,
        String askedAt,
        @Nullable String confirmedAt,
        @Nullable String rhythm) {
    static OwnSubscriptionJson of(Subscription subscription) {
        var confirmed = subscription.confirmedAt();
        var rhythm = subscription.rhythm();
        return new OwnSubscriptionJson(
                subscription.pageUrl(),
                subscription.pageTitle(),
                subscription.lang(),
                subscription.wording(),
                subscription.askedAt().toString(),
                confirmed == null ? null : confirmed.toString(),
                rhythm == null ? null : rhythm.wire());
    }
}

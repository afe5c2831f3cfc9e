package dev.palabre.privacy.selfservice;

import dev.palabre.comment.model.StatusText;
import dev.palabre.subscription.Subscription;
import dev.palabre.template.Messages;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody follows, in words. */
final class SubscriptionListView {
    private SubscriptionListView() {}

    /** As their file has it. */
    record Json(
            String page,
            String pageTitle,
            String lang,
            String asked,
            String askedAt,
            @Nullable String confirmedAt,
            @Nullable String rhythm) {
        static Json of(Subscription follow) {
            var confirmed = follow.confirmedAt();
            var rhythm = follow.rhythm();
            return new Json(
                    follow.pageUrl(),
                    follow.pageTitle(),
                    follow.lang(),
                    follow.wording(),
                    follow.askedAt().toString(),
                    confirmed == null ? null : confirmed.toString(),
                    rhythm == null ? null : rhythm.wire());
        }
    }

    /** How often they are told and since when, or that their click is still awaited. */
    static String since(Messages messages, StatusText words, String lang, Subscription follow) {
        var confirmed = follow.confirmedAt();
        var rhythm = follow.rhythm();
        return confirmed == null || rhythm == null
                ? messages.get(lang, "selfservice.subscriptions.asked", Map.of("date", words.moment(follow.askedAt())))
                : messages.get(lang, "selfservice.subscriptions." + rhythm.wire(), Map.of("date", words.moment(confirmed)));
    }
}

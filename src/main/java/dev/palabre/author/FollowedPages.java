package dev.palabre.author;

import dev.palabre.comment.StatusText;
import dev.palabre.follow.Follow;
import dev.palabre.kernel.template.Messages;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody follows, in words. */
final class FollowedPages {
    private FollowedPages() {}

    /** As their file has it. */
    record Json(
            String page,
            String pageTitle,
            String lang,
            String asked,
            String askedAt,
            @Nullable String confirmedAt,
            @Nullable String rhythm) {
        static Json of(Follow follow) {
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
    static String since(Messages messages, StatusText words, String lang, Follow follow) {
        var confirmed = follow.confirmedAt();
        var rhythm = follow.rhythm();
        return confirmed == null || rhythm == null
                ? messages.get(lang, "author.follows.asked", Map.of("date", words.moment(follow.askedAt())))
                : messages.get(lang, "author.follows." + rhythm.wire(), Map.of("date", words.moment(confirmed)));
    }
}

package dev.palabre.privacy.selfservice.export;

import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import java.time.Instant;
import java.util.Map;

/**
 * A data request, as its author reads it.
 *
 * @param type in words
 * @param state since when it is open, or when it was answered
 * @param text in the author's words
 * @param answer empty while there is none
 */
public record OwnRequestView(String type, String state, String text, String answer) {
    /** A request in a language, open or overdue at a moment. */
    public static OwnRequestView of(Messages messages, Site site, String lang, DataRequest request, Instant now) {
        var answer = request.answer();
        return new OwnRequestView(
                messages.get(lang, "datarequest.type." + request.type().wire()),
                state(messages, site, lang, request, now),
                request.text(),
                answer == null ? "" : answer);
    }

    private static String state(Messages messages, Site site, String lang, DataRequest request, Instant now) {
        var dates = site.dates(lang);
        var answered = request.answeredAt();
        var key = answered != null ? "answered" : request.isOverdue(now) ? "overdue" : "open";
        return messages.get(
                lang,
                "datarequest.state." + key,
                Map.of(
                        "asked",
                        dates.day(request.requestedAt()),
                        "due",
                        dates.day(request.dueAt()),
                        "answered",
                        answered == null ? "" : dates.day(answered)));
    }
}

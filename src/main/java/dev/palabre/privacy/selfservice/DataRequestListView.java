package dev.palabre.privacy.selfservice;

import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody asked of their data, in words and as their file has it. */
final class DataRequestListView {
    private DataRequestListView() {}

    /** As JSON has it. */
    record Json(
            String id,
            String kind,
            String text,
            String askedAt,
            String dueAt,
            @Nullable String answer,
            @Nullable String answeredAt) {
        static Json of(DataRequest request) {
            var answered = request.answeredAt();
            return new Json(
                    request.id().toString(),
                    request.matter().wire(),
                    request.text(),
                    request.askedAt().toString(),
                    request.dueAt().toString(),
                    request.answer(),
                    answered == null ? null : answered.toString());
        }
    }

    /** What somebody asked; the answer is empty while there is none. */
    record Asked(String matter, String state, String text, String answer) {
        static Asked of(Messages messages, Site site, String lang, DataRequest request) {
            var answer = request.answer();
            return new Asked(
                    messages.get(lang, "datarequest.type." + request.matter().wire()),
                    sentence(messages, site, lang, request),
                    request.text(),
                    answer == null ? "" : answer);
        }
    }

    private static String sentence(Messages messages, Site site, String lang, DataRequest request) {
        var dates = site.dates(lang);
        var answered = request.answeredAt();
        var key = answered != null ? "answered" : request.isOverdue(Instant.now()) ? "overdue" : "open";
        return messages.get(
                lang,
                "datarequest.state." + key,
                Map.of(
                        "asked",
                        dates.day(request.askedAt()),
                        "due",
                        dates.day(request.dueAt()),
                        "answered",
                        answered == null ? "" : dates.day(answered)));
    }
}

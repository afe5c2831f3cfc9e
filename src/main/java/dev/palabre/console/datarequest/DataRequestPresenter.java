package dev.palabre.console.datarequest;

import dev.palabre.console.datarequest.DataRequestsView.Answered;
import dev.palabre.console.datarequest.DataRequestsView.Waiting;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleLayout.Section;
import dev.palabre.console.layout.ConsoleRequest;
import dev.palabre.http.ErrorHandler;
import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the view of the desk. */
final class DataRequestPresenter {
    private static final Duration SOON = Duration.ofDays(7);

    private final ConsoleLayout chrome;
    private final ErrorHandler failures;

    /** An answer that was not taken. */
    record Refused(UUID id, String typed, Problem problem) {}

    /** A request with its site. */
    record Placed(DataRequest request, Site site) {}

    DataRequestPresenter(ConsoleLayout chrome, ErrorHandler failures) {
        this.chrome = chrome;
        this.failures = failures;
    }

    DataRequestsView of(
            ConsoleRequest asked, List<Placed> open, List<Placed> answered, boolean done, @Nullable Refused refused) {
        var lang = asked.lang();
        return new DataRequestsView(
                lang,
                chrome.dir(lang),
                chrome.frame(chrome.say(lang, "request.nav"), asked.principal(), Section.REQUESTS),
                done ? chrome.say(lang, "request.desk.done") : null,
                refused == null ? null : failures.sentences(refused.problem(), lang),
                open.stream().map(each -> waiting(lang, each, refused)).toList(),
                open.isEmpty(),
                answered.stream().map(each -> answered(lang, each)).toList());
    }

    private Waiting waiting(String lang, Placed placed, @Nullable Refused refused) {
        var request = placed.request();
        var dates = placed.site().dates(lang);
        var now = Instant.now();
        var overdue = request.isOverdue(now);
        var theirs = refused != null && refused.id().equals(request.id()) ? refused : null;
        return new Waiting(
                request.id().toString(),
                matter(lang, request),
                placed.site().name(),
                request.email(),
                request.text(),
                chrome.say(lang, "request.desk.asked", Map.of("date", dates.day(request.askedAt()))),
                request.askedAt().toString(),
                chrome.say(
                        lang,
                        overdue ? "request.desk.overdue" : "request.desk.due",
                        Map.of("date", dates.day(request.dueAt()))),
                request.dueAt().toString(),
                overdue,
                !overdue && now.plus(SOON).isAfter(request.dueAt()),
                chrome.path("/moderation/requests/" + request.id() + "/answer#request-" + request.id()),
                theirs == null ? "" : theirs.typed(),
                theirs == null
                        ? null
                        : theirs.problem().errors().stream()
                                .map(error -> failures.sentence(error, lang))
                                .findFirst()
                                .orElse(null));
    }

    private Answered answered(String lang, Placed placed) {
        var request = placed.request();
        var at = request.answeredAt() == null ? request.askedAt() : request.answeredAt();
        return new Answered(
                matter(lang, request),
                placed.site().name(),
                request.email(),
                request.text(),
                request.answer() == null ? "" : request.answer(),
                chrome.say(
                        lang,
                        "request.desk.answered",
                        Map.of("date", placed.site().dates(lang).brief(at))),
                at.toString());
    }

    private String matter(String lang, DataRequest request) {
        return chrome.say(lang, "request.matter." + request.matter().wire());
    }
}

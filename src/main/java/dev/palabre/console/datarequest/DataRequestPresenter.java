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

    private final ConsoleLayout layout;
    private final ErrorHandler failures;

    /** An answer that was not taken. */
    record Refused(UUID id, String typed, Problem problem) {}

    /** A request with its site. */
    record Placed(DataRequest request, Site site) {}

    DataRequestPresenter(ConsoleLayout layout, ErrorHandler failures) {
        this.layout = layout;
        this.failures = failures;
    }

    DataRequestsView of(
            ConsoleRequest asked, List<Placed> open, List<Placed> answered, boolean done, @Nullable Refused refused) {
        var lang = asked.lang();
        return new DataRequestsView(
                lang,
                layout.dir(lang),
                layout.frame(layout.text(lang, "datarequest.nav"), asked.principal(), Section.REQUESTS),
                done ? layout.text(lang, "datarequest.console.done") : null,
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
                layout.text(lang, "datarequest.console.asked", Map.of("date", dates.day(request.requestedAt()))),
                request.requestedAt().toString(),
                layout.text(
                        lang,
                        overdue ? "datarequest.console.overdue" : "datarequest.console.due",
                        Map.of("date", dates.day(request.dueAt()))),
                request.dueAt().toString(),
                overdue,
                !overdue && now.plus(SOON).isAfter(request.dueAt()),
                layout.path("/moderation/requests/" + request.id() + "/answer#request-" + request.id()),
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
        var at = request.answeredAt() == null ? request.requestedAt() : request.answeredAt();
        return new Answered(
                matter(lang, request),
                placed.site().name(),
                request.email(),
                request.text(),
                request.answer() == null ? "" : request.answer(),
                layout.text(
                        lang,
                        "datarequest.console.answered",
                        Map.of("date", placed.site().dates(lang).brief(at))),
                at.toString());
    }

    private String matter(String lang, DataRequest request) {
        return layout.text(lang, "datarequest.type." + request.type().wire());
    }
}

package dev.palabre.console.retention;

import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleLayout.Section;
import dev.palabre.console.layout.ConsoleRequest;
import dev.palabre.console.retention.RetentionView.RuleRow;
import dev.palabre.console.retention.RetentionView.RunRow;
import dev.palabre.privacy.retention.DueCount;
import dev.palabre.privacy.retention.RetentionRun;
import dev.palabre.site.Site;
import java.text.NumberFormat;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes views of what is kept for how long. */
final class RetentionPresenter {
    private final ConsoleLayout layout;
    private final String base;

    RetentionPresenter(ConsoleLayout layout, String base) {
        this.layout = layout;
        this.base = base;
    }

    /** The address of a site's page. */
    String path(Site site) {
        return layout.path(base + "/" + site.key());
    }

    RetentionSitesView sites(ConsoleRequest request, List<Site> owned) {
        var lang = request.lang();
        var rows = owned.stream()
                .map(site -> new RetentionSitesView.Row(site.name(), path(site)))
                .toList();
        return new RetentionSitesView(
                lang,
                layout.dir(lang),
                layout.frame(layout.text(lang, "retention.nav"), request.principal(), Section.RETENTION),
                rows.isEmpty(),
                rows);
    }

    RetentionView of(
            ConsoleRequest request,
            Site site,
            List<DueCount> plan,
            List<RetentionRun> runs,
            Optional<Instant> last,
            @Nullable String done) {
        var lang = request.lang();
        var due = plan.stream().mapToLong(DueCount::due).sum();
        return new RetentionView(
                lang,
                layout.dir(lang),
                layout.frame(
                        layout.text(lang, "retention.title", Map.of("site", site.name())),
                        request.principal(),
                        Section.RETENTION),
                plan.stream().map(each -> rule(lang, each)).toList(),
                last.map(at -> layout.text(
                                lang,
                                "retention.last",
                                Map.of("date", site.dates(lang).moment(at))))
                        .orElseGet(() -> layout.text(lang, "retention.last.none")),
                layout.text(
                        lang,
                        due == 0 ? "retention.total.none" : "retention.total",
                        Map.of("count", number(lang, due))),
                due > 0,
                path(site),
                runs.stream().map(each -> run(lang, site, each)).toList(),
                runs.isEmpty(),
                done == null ? null : layout.text(lang, "retention.done." + done),
                "failed".equals(done));
    }

    private RuleRow rule(String lang, DueCount due) {
        return new RuleRow(
                layout.text(lang, "retention.rule." + due.rule()),
                due.rule() + "KeepDays",
                due.days() == 0
                        ? layout.text(lang, "retention.forever")
                        : layout.text(
                                lang,
                                due.days() == 1 ? "retention.day" : "retention.days",
                                Map.of("count", number(lang, due.days()))),
                due.days() == 0 ? "–" : number(lang, due.due()),
                due.due() > 0);
    }

    private RunRow run(String lang, Site site, RetentionRun run) {
        return new RunRow(
                run.startedAt().toString(),
                site.dates(lang).brief(run.startedAt()),
                layout.text(lang, "retention.rule." + run.rule()),
                layout.text(lang, "retention.cause." + run.cause()),
                number(lang, run.removed()),
                run.failure());
    }

    private static String number(String lang, long number) {
        return NumberFormat.getIntegerInstance(Locale.forLanguageTag(lang)).format(number);
    }
}

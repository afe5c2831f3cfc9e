package dev.palabre.console.consent;

import dev.palabre.consent.reports.ConsentReports.Figures;
import dev.palabre.consent.reports.DailyStatistic;
import dev.palabre.console.consent.StatisticsView.Chart;
import dev.palabre.console.consent.StatisticsView.Day;
import dev.palabre.console.consent.StatisticsView.Part;
import dev.palabre.console.consent.StatisticsView.Total;
import dev.palabre.console.consent.StatisticsView.Version;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleLayout.Section;
import dev.palabre.console.layout.ConsoleRequest;
import dev.palabre.site.Site;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes views of figures. */
final class StatisticsPresenter {
    private static final int STEP = 20;
    private static final int BAR = 14;
    private static final int HEIGHT = 160;

    private final ConsoleLayout layout;

    /** What is counted, in the order of the tables. */
    private enum Kind {
        SHOWN,
        ACCEPTED,
        PARTIAL,
        REFUSED,
        NONE,
        WITHDRAWN;

        private static final List<Kind> ANSWERS = List.of(ACCEPTED, PARTIAL, REFUSED, NONE);

        /** What became of a banner; these make the bars, and together all of them. */
        static Stream<Kind> answers() {
            return ANSWERS.stream();
        }

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        long of(Collection<DailyStatistic> rows) {
            return rows.stream().mapToLong(this::of).sum();
        }

        private long of(DailyStatistic row) {
            return switch (this) {
                case SHOWN -> row.shown();
                case ACCEPTED -> row.accepted();
                case PARTIAL -> row.partial();
                case REFUSED -> row.refused();
                case NONE -> row.noAction();
                case WITHDRAWN -> row.withdrawn();
            };
        }
    }

    StatisticsPresenter(ConsoleLayout layout) {
        this.layout = layout;
    }

    StatisticsView of(ConsoleRequest request, Site site, Figures figures) {
        var lang = request.lang();
        var title = layout.text(lang, "consent.figures.title", Map.of("site", site.name()));
        return new StatisticsView(
                lang,
                layout.dir(lang),
                layout.frame(title, request.principal(), Section.CONSENT),
                SiteNavigation.of(layout, lang, request.principal(), site, SiteNavigation.FIGURES),
                layout.text(
                        lang,
                        "consent.figures.period",
                        Map.of("from", day(lang, figures.from()), "to", day(lang, figures.to()))),
                figures.counted().isEmpty(),
                totals(lang, figures.counted()),
                chart(lang, figures),
                days(lang, figures.counted()),
                versions(lang, site, figures.counted()));
    }

    private List<Total> totals(String lang, List<DailyStatistic> rows) {
        var asked = asked(rows);
        var percent = NumberFormat.getPercentInstance(Locale.forLanguageTag(lang));
        percent.setMaximumFractionDigits(1);
        return Stream.of(Kind.values())
                .map(kind -> new Total(
                        kind.wire(),
                        layout.text(lang, "consent.figures." + kind.wire()),
                        number(lang, kind.of(rows)),
                        kind == Kind.SHOWN || asked == 0 ? "" : percent.format((double) kind.of(rows) / asked)))
                .toList();
    }

    /** More than were shown where what was shown earlier is answered now. */
    private static long asked(Collection<DailyStatistic> rows) {
        return Kind.answers().mapToLong(kind -> kind.of(rows)).sum();
    }

    private static Chart chart(String lang, Figures figures) {
        var byDay = byDay(figures.counted());
        var highest = byDay.values().stream()
                .mapToLong(StatisticsPresenter::asked)
                .max()
                .orElse(0);
        var days = figures.from().datesUntil(figures.to().plusDays(1)).toList();
        var parts = new ArrayList<Part>();
        for (int i = 0; i < days.size(); i++) {
            parts.addAll(bar(i, byDay.getOrDefault(days.get(i), List.of()), highest));
        }
        return new Chart(
                days.size() * STEP,
                HEIGHT,
                number(lang, highest),
                day(lang, figures.from()),
                day(lang, figures.to()),
                parts);
    }

    /** From the bottom up, in the order of the legend. */
    private static List<Part> bar(int place, List<DailyStatistic> rows, long highest) {
        var parts = new ArrayList<Part>();
        var below = 0L;
        for (var kind : Kind.answers().toList()) {
            var many = kind.of(rows);
            if (many > 0) {
                below += many;
                parts.add(new Part(
                        kind.wire(),
                        String.valueOf(place * STEP + (STEP - BAR) / 2),
                        units(highest - below, highest),
                        String.valueOf(BAR),
                        units(many, highest)));
            }
        }
        return parts;
    }

    private static String units(long many, long highest) {
        return String.format(Locale.ROOT, "%.2f", (double) many * HEIGHT / highest);
    }

    private List<Version> versions(String lang, Site site, List<DailyStatistic> counted) {
        var byVersion = counted.stream()
                .sorted(Comparator.comparing(DailyStatistic::day).reversed())
                .collect(Collectors.groupingBy(DailyStatistic::version, LinkedHashMap::new, Collectors.toList()));
        var versions = new ArrayList<Version>();
        byVersion.forEach((version, rows) -> versions.add(new Version(
                versions.size(),
                version,
                layout.path("/sites/" + site.key() + "/consent/versions/" + version + "?lang=" + lang),
                days(lang, rows))));
        return versions;
    }

    /** The latest first. */
    private static List<Day> days(String lang, List<DailyStatistic> counted) {
        return byDay(counted).descendingMap().entrySet().stream()
                .map(each -> new Day(
                        each.getKey().toString(),
                        day(lang, each.getKey()),
                        Stream.of(Kind.values())
                                .map(kind -> number(lang, kind.of(each.getValue())))
                                .toList()))
                .toList();
    }

    private static NavigableMap<LocalDate, List<DailyStatistic>> byDay(List<DailyStatistic> counted) {
        return counted.stream().collect(Collectors.groupingBy(DailyStatistic::day, TreeMap::new, Collectors.toList()));
    }

    private static String day(String lang, LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(Locale.forLanguageTag(lang))
                .format(day);
    }

    private static String number(String lang, long number) {
        return NumberFormat.getIntegerInstance(Locale.forLanguageTag(lang)).format(number);
    }
}

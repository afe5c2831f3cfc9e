package dev.palabre.console.consent;

import dev.palabre.console.layout.LayoutView;
import java.util.List;

/**
 * What visitors were asked and answered.
 *
 * @param period from when to when
 * @param none whether nothing was counted
 * @param chart a bar for each day
 * @param days the same numbers, all versions together
 * @param versions the numbers of each version
 */
record StatisticsView(
        String lang,
        String dir,
        LayoutView frame,
        List<SiteNavigation.Link> nav,
        String period,
        boolean none,
        List<Total> totals,
        Chart chart,
        List<Day> days,
        List<Version> versions) {

    /** A number over all days, and its share of those asked, empty where it has none. */
    record Total(String kind, String label, String number, String share) {}

    /**
     * Stacked bars, in the units of their picture.
     *
     * @param width of the picture
     * @param height of the picture
     * @param highest what the highest bar stands for
     * @param first its first day
     * @param last its last day
     */
    record Chart(int width, int height, String highest, String first, String last, List<Part> parts) {}

    /** A part of a bar. */
    record Part(String kind, String x, String y, String width, String height) {}

    /** The numbers of a day. */
    record Day(String iso, String label, List<String> numbers) {}

    /** The numbers of a version; the place tells tables apart. */
    record Version(int place, String name, String url, List<Day> days) {}
}

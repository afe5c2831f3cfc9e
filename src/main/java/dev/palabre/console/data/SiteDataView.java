package dev.palabre.console.data;

import dev.palabre.console.layout.LayoutView;
import dev.palabre.privacy.record.ProcessingRecord;
import java.util.List;

/**
 * All that a site keeps, as its owners see it in the console.
 *
 * @param frame of the console
 * @param missing what the notice and the record lack
 * @param exportUrl the file
 * @param exportCommand the same on the server
 * @param registerUrl the record of processing activities
 * @param noticeUrl what readers are told
 * @param versionsUrl and what they were told
 * @param setCommand by which settings are set
 */
record SiteDataView(
        String lang,
        String dir,
        LayoutView frame,
        List<String> missing,
        String exportUrl,
        String exportCommand,
        String registerUrl,
        String noticeUrl,
        String versionsUrl,
        String setCommand) {
    /** The sites that somebody owns. */
    record Sites(String lang, String dir, LayoutView frame, boolean none, List<Row> sites) {}

    /** One of them. */
    record Row(String name, String url) {}

    /** The record, in the console. */
    record Shown(
            String lang,
            String dir,
            LayoutView frame,
            String backUrl,
            String lead,
            List<ProcessingRecord.Entry> parties,
            List<ProcessingRecord.Activity> activities,
            List<String> measures,
            String measuresOpen) {}
}

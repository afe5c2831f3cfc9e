package dev.palabre.console.queue;

import dev.palabre.console.layout.LayoutView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queue: tabs, a list, one open comment.
 *
 * @param lang of the page
 * @param dir of its writing
 * @param frame what all pages have
 * @param choice what is looked at: site, status, words
 * @param tabs one a status
 * @param rows of the list
 * @param none whether the list is empty
 * @param nextUrl address of the next page, null for the last
 * @param firstUrl address of the first page, null on it
 * @param bulk what can be done with the ticked ones
 * @param decides whether the reader of this page decides on any of these sites
 * @param action where decisions are sent
 * @param item the open comment, null for none
 * @param chosen whether it was opened by hand; narrow windows then show it instead of the list
 * @param closeUrl address of the list alone
 * @param done what was just decided, null for nothing
 * @param refusal why a decision failed, null where none did
 */
record QueueView(
        String lang,
        String dir,
        LayoutView frame,
        Choice choice,
        List<Tab> tabs,
        List<QueueRow> rows,
        boolean none,
        @Nullable String nextUrl,
        @Nullable String firstUrl,
        List<Act> bulk,
        boolean decides,
        String action,
        @Nullable Item item,
        boolean chosen,
        String closeUrl,
        @Nullable Done done,
        @Nullable String refusal) {

    /** What is looked at. */
    record Choice(
            String siteKey, String status, String words, String cursor, List<SiteOption> sites, boolean manySites) {}

    /** A site to choose. */
    record SiteOption(String value, String label, boolean selected) {}

    /** A status and how many there are. */
    record Tab(String url, String label, String count, boolean current) {}

    /** A line of the list. */
    record QueueRow(
            String id,
            String box,
            String stamp,
            String url,
            String name,
            String excerpt,
            String place,
            String datetime,
            String date,
            boolean held,
            boolean current) {}

    /** A button. */
    record Act(String decision, String label, String look) {}

    /** What was just decided, and how to take it back. */
    record Done(String sentence, @Nullable String undoId) {}

    /** A step in the life of a comment. */
    record Step(
            String sentence,
            @Nullable String reason,
            @Nullable String note,
            String datetime,
            String date) {}

    /** A refusal that takes a reason: reject or remove. */
    record ReasonForm(String decision, String label, List<SiteOption> reasons, String typed, boolean open) {}

    /** The open comment. */
    record Item(
            String id,
            List<VisibleText> name,
            @Nullable String email,
            List<VisibleText> pageTitle,
            String pageUrl,
            String siteName,
            String status,
            String statusText,
            String datetime,
            String date,
            List<String> held,
            List<VisibleText> text,
            String stamp,
            List<Act> acts,
            @Nullable ReasonForm reasonForm,
            List<Step> history,
            String following,
            boolean readOnly) {}
}

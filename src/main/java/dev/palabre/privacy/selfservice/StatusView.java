package dev.palabre.privacy.selfservice;

import dev.palabre.privacy.selfservice.export.NoticeLink;
import dev.palabre.template.Layout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status page of a comment.
 *
 * @param layout what every page has
 * @param siteName name of the site
 * @param page the page that was commented on
 * @param done what was done just now, null for nothing
 * @param state the comment's status
 * @param name public name of the author, empty for none
 * @param html the comment's text
 * @param history changes of its status
 * @param former texts that it had before
 * @param actions what its author may do
 * @param notice the privacy notice that its author saw, null where none was recorded
 */
record StatusView(
        Layout layout,
        String siteName,
        Link page,
        @Nullable String done,
        State state,
        String name,
        String html,
        List<Step> history,
        List<Former> former,
        Actions actions,
        @Nullable NoticeLink notice) {
    static final String TEMPLATE = "privacy/selfservice/status";

    /** A link. */
    record Link(String url, String text) {}

    /**
     * The status, in words.
     *
     * @param status its name
     * @param text what it means
     * @param usual how long a decision usually takes, null where nothing is awaited or known
     * @param reason reason of the decision, null for none
     * @param objection where to object, null where nothing was refused
     * @param commentUrl address of the published comment, null where it is not published
     */
    record State(
            String status,
            String text,
            @Nullable String usual,
            @Nullable String reason,
            @Nullable String objection,
            @Nullable String commentUrl) {}

    /** A change of the status. */
    record Step(
            String text,
            String datetime,
            String date,
            @Nullable String reason) {}

    /** A former text and its end. */
    record Former(String html, String datetime, String date) {}

    /** What the author may do at once, and by a mailed link; without an address no link can be mailed. */
    record Actions(List<Link> direct, List<Link> mailed, boolean withoutAddress) {}
}

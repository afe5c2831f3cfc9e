package dev.palabre.console.mail;

import dev.palabre.console.layout.LayoutView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of the mails, as they would leave now.
 *
 * @param lang of the page
 * @param dir of its writing
 * @param frame what all pages have
 * @param mails the newest first
 * @param none whether there are none
 */
record MailsView(String lang, String dir, LayoutView frame, List<MailRow> mails, boolean none) {
    /** One mail. */
    record MailRow(
            String to,
            String subject,
            String body,
            String state,
            String stateText,
            String site,
            String datetime,
            String date,
            @Nullable String trouble,
            @Nullable String bounced) {}
}

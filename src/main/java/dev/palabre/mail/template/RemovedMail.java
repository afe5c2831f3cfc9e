package dev.palabre.mail.template;

import org.jspecify.annotations.Nullable;

/**
 * To the author: the comment was online and was taken down.
 *
 * @param lang in which they wrote
 * @param siteName of the site
 * @param pageTitle of the page, as the widget sent it
 * @param pageUrl of the page
 * @param statusUrl of the receipt, {@code /c/{receipt}}
 * @param name under which the comment stood
 * @param reason as the moderator wrote it, null where they gave none
 * @param contact to whom to object: an address, else the name of who runs the site
 */
public record RemovedMail(
        String lang,
        String siteName,
        String pageTitle,
        String pageUrl,
        String statusUrl,
        String name,
        @Nullable String reason,
        String contact)
        implements MailView {
    /** Removes what a stranger's text must not bring into a mail. */
    public RemovedMail {
        pageTitle = QuotedText.line(pageTitle);
        name = QuotedText.line(name);
    }
}

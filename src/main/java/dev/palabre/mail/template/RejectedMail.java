package dev.palabre.mail.template;

import org.jspecify.annotations.Nullable;

/**
 * To the author: the comment will not be published.
 *
 * @param lang in which they wrote
 * @param siteName of the site
 * @param pageTitle of the page, as the widget sent it
 * @param pageUrl of the page
 * @param statusUrl of the receipt, {@code /c/{receipt}}
 * @param name under which the comment would have stood
 * @param reason as the moderator wrote it, null where they gave none
 */
public record RejectedMail(
        String lang,
        String siteName,
        String pageTitle,
        String pageUrl,
        String statusUrl,
        String name,
        @Nullable String reason)
        implements MailView {
    /** Removes what a stranger's text must not bring into a mail. */
    public RejectedMail {
        pageTitle = QuotedText.line(pageTitle);
        name = QuotedText.line(name);
    }
}

package dev.palabre.mail.template;

/**
 * To a moderator: at least one comment waits.
 *
 * @param lang in which they read
 * @param siteName of the site
 * @param pageTitle of the page of one that waits, as the widget sent it
 * @param pageUrl of that page
 * @param queueUrl of the console, {@code /moderation}
 */
public record PendingCommentsMail(String lang, String siteName, String pageTitle, String pageUrl, String queueUrl)
        implements MailView {
    /** Removes what a stranger's text must not bring into a mail. */
    public PendingCommentsMail {
        pageTitle = QuotedText.line(pageTitle);
    }
}

package dev.palabre.mail.template;

/**
 * To the author: the comment is online.
 *
 * @param lang in which they wrote
 * @param siteName of the site
 * @param pageTitle of the page, as the widget sent it
 * @param pageUrl of the page
 * @param commentUrl of the comment on the page
 * @param statusUrl of the receipt, {@code /c/{receipt}}
 * @param name of the comment's author
 */
public record PublishedMail(
        String lang,
        String siteName,
        String pageTitle,
        String pageUrl,
        String commentUrl,
        String statusUrl,
        String name)
        implements MailView {
    /** Removes what a stranger's text must not bring into a mail. */
    public PublishedMail {
        pageTitle = QuotedText.line(pageTitle);
        name = QuotedText.line(name);
    }
}

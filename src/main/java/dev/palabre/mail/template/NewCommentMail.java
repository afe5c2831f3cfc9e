package dev.palabre.mail.template;

/**
 * To a follower of a page: a new comment is online.
 *
 * @param lang in which they read
 * @param siteName of the site
 * @param pageTitle of the page, as the widget sent it
 * @param pageUrl of the page
 * @param commentUrl of the comment on the page
 * @param name of the comment's author, empty where none was given
 * @param text of the comment
 * @param stopUrl where a click ends it
 */
public record NewCommentMail(
        String lang,
        String siteName,
        String pageTitle,
        String pageUrl,
        String commentUrl,
        String name,
        String text,
        String stopUrl)
        implements MailView {
    /** Removes what a stranger's text must not bring into a mail to others. */
    public NewCommentMail {
        pageTitle = QuotedText.line(pageTitle);
        name = QuotedText.line(name);
        text = QuotedText.text(text);
    }
}

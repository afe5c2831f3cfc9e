package dev.palabre.mail.template;

/**
 * Mail to an author with a link that they requested.
 *
 * @param lang in which they wrote
 * @param siteName of the site
 * @param kind what the link is for
 * @param pageTitle of the page of the comment that it is about, empty where it is about no single one
 * @param url the link
 */
public record LinkMail(String lang, String siteName, String kind, String pageTitle, String url) implements MailView {
    /** Removes what a stranger's text must not bring into a mail. */
    public LinkMail {
        pageTitle = QuotedText.line(pageTitle);
    }
}

package dev.palabre.mail.template;

import java.util.List;

/**
 * Mail to a subscriber with the new comments of the last day, page by page.
 *
 * @param lang in which they read
 * @param siteName of the site
 * @param pages those that have new comments
 * @param stopUrl where a click ends all of it
 */
public record DigestMail(String lang, String siteName, List<Page> pages, String stopUrl) implements MailView {
    /**
     * A page with new comments.
     *
     * @param title as the widget sent it
     * @param url of the page
     * @param count how many there are, in words
     * @param lines how the first of them begin
     * @param more that there are others, in words; empty where there are none
     * @param stopUrl where a click ends this page
     */
    public record Page(String title, String url, String count, List<Line> lines, String more, String stopUrl) {
        /** Removes what a stranger's text must not bring into a mail to others. */
        public Page {
            title = QuotedText.line(title);
        }
    }

    /**
     * How a comment begins.
     *
     * @param name of its author
     * @param text of the comment
     * @param url of the comment on the page
     */
    public record Line(String name, String text, String url) {
        /** Removes what a stranger's text must not bring into a mail to others. */
        public Line {
            name = QuotedText.line(name);
            text = QuotedText.line(text);
        }
    }
}

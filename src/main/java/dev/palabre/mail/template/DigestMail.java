package dev.palabre.mail.template;

import java.util.List;

/**
 * To a follower: the new comments of the last day, page by page.
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
        /** Makes what a stranger typed fit for a mail to a third. */
        public Page {
            title = QuotedText.line(title);
        }
    }

    /**
     * How a comment begins.
     *
     * @param name under which it stands
     * @param text of the comment
     * @param url of the comment on the page
     */
    public record Line(String name, String text, String url) {
        /** Makes what a stranger typed fit for a mail to a third. */
        public Line {
            name = QuotedText.line(name);
            text = QuotedText.line(text);
        }
    }
}

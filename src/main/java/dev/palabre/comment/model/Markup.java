package dev.palabre.comment.model;

import java.util.regex.Pattern;

/**
 * From typed text to HTML: paragraphs, line breaks and links, everything else as it was typed. What comes out is safe in
 * a page; nothing may edit it afterwards.
 */
public final class Markup {
    private static final Pattern PARAGRAPHS = Pattern.compile("\\n[ \\t]*\\n\\s*");
    private static final Pattern LINK = Pattern.compile("\\bhttps?://[\\p{L}\\p{N}\\[][^\\s\\p{Z}<>\"'`{}|\\\\^]*");
    private static final String TRAILING = ".,;:!?)]}»…";

    private Markup() {}

    /** HTML with live links. */
    public static String html(String text) {
        return paragraphs(text, true);
    }

    /** HTML without live links, for what no moderator has seen. */
    public static String inert(String text) {
        return paragraphs(text, false);
    }

    private static String paragraphs(String text, boolean live) {
        var html = new StringBuilder(text.length() + 64);
        for (var paragraph : PARAGRAPHS.split(text, -1)) {
            html.append("<p dir=\"auto\">");
            inline(html, paragraph, live);
            html.append("</p>");
        }
        return html.toString();
    }

    private static void inline(StringBuilder html, String text, boolean live) {
        var link = LINK.matcher(text);
        var from = 0;
        while (live && link.find()) {
            var address = trimmed(link.group());
            escape(html, text, from, link.start());
            html.append("<a href=\"");
            escape(html, address, 0, address.length());
            html.append("\" rel=\"nofollow ugc noopener noreferrer\">");
            escape(html, address, 0, address.length());
            html.append("</a>");
            from = link.start() + address.length();
        }
        escape(html, text, from, text.length());
    }

    /** Without the punctuation of the sentence around it. A bracket that the address opened is its own. */
    private static String trimmed(String address) {
        var end = address.length();
        var round = unopened(address, '(', ')');
        var square = unopened(address, '[', ']');
        for (; TRAILING.indexOf(address.charAt(end - 1)) >= 0; end--) {
            var last = address.charAt(end - 1);
            if ((last == ')' && round-- <= 0) || (last == ']' && square-- <= 0)) {
                break;
            }
        }
        return address.substring(0, end);
    }

    /** How many more brackets are closed than opened. */
    private static long unopened(String address, char opening, char closing) {
        return address.chars().filter(c -> c == closing).count()
                - address.chars().filter(c -> c == opening).count();
    }

    private static void escape(StringBuilder html, String text, int from, int to) {
        for (int i = from; i < to; i++) {
            switch (text.charAt(i)) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                case '\n' -> html.append("<br>");
                default -> html.append(text.charAt(i));
            }
        }
    }
}

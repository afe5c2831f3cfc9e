package dev.palabre.comment.thread;

import dev.palabre.text.TextRules;
import org.jspecify.annotations.Nullable;

/** The title that a query claims for a page: shown while nothing is published there, so it is shortened, not refused. */
final class RequestedTitle {
    private static final int MAX_LENGTH = 1_000;

    private RequestedTitle() {}

    /** A title of at most {@value #MAX_LENGTH} characters in one line, null where there is none that can be shown. */
    static @Nullable String parse(@Nullable String title) {
        if (title == null) {
            return null;
        }
        var start = cut(title.strip());
        if (TextRules.longestMarks(start) > TextRules.MAX_MARKS) {
            return null;
        }
        var normal = TextRules.normal(start).replaceAll("\\s+", " ");
        return normal.isEmpty() ? null : cut(normal);
    }

    private static String cut(String title) {
        if (title.length() <= MAX_LENGTH) {
            return title;
        }
        // Not between the two halves of one character.
        var end = Character.isHighSurrogate(title.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return title.substring(0, end).strip();
    }
}

package dev.palabre.mail.template;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a stranger typed, as a mail quotes it: one line, not too long, and nothing that a mail client makes a link of. */
final class QuotedText {
    private static final int MAX = 120;
    private static final int MAX_TEXT = 2_000;
    /** Controls, what turns the direction of writing, and what is not seen. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}[\\p{Cf}&&[^\u200C\u200D]]]+");

    private static final Pattern SPACES = Pattern.compile("[\\s\u00A0]+");
    private static final Pattern LINE_ENDS = Pattern.compile("\\R");
    private static final Pattern EMPTY_LINES = Pattern.compile("\\n{3,}");
    private static final Pattern ADDRESS = Pattern.compile("(?<=\\S)[.:/@](?=\\S)");
    private static final String WORD_JOINER = "\u2060";

    private QuotedText() {}

    /** The line; addresses in it are parted by a joint that nobody sees, so that they stay text. */
    static String line(String typed) {
        return ADDRESS.matcher(plain(typed)).replaceAll("$0" + WORD_JOINER);
    }

    /** A text of several lines, without those at its end that a mail has no room for. */
    static String text(String typed) {
        var lines = LINE_ENDS
                .splitAsStream(typed.length() > 4 * MAX_TEXT ? typed.substring(0, 4 * MAX_TEXT) : typed)
                .map(line -> SPACES.matcher(UNSEEN.matcher(line).replaceAll(" "))
                        .replaceAll(" ")
                        .strip())
                .collect(Collectors.joining("\n"));
        var calm = EMPTY_LINES.matcher(lines).replaceAll("\n\n").strip();
        return ADDRESS.matcher(capped(calm, MAX_TEXT)).replaceAll("$0" + WORD_JOINER);
    }

    /** The line without the joints, for words of the site's owner. */
    static String plain(String typed) {
        return capped(
                SPACES.matcher(UNSEEN.matcher(typed).replaceAll(" "))
                        .replaceAll(" ")
                        .strip(),
                MAX);
    }

    private static String capped(String text, int max) {
        return text.codePointCount(0, text.length()) <= max
                ? text
                : text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
    }
}

package dev.palabre.text;

import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import java.text.Normalizer;
import java.util.Map;

/** What text may hold. What cannot be stored as it is sent is refused, never changed. */
public final class TextRules {
    /** Combining marks that may follow each other: normalizing sorts them in a time that grows with their square. */
    public static final int MAX_MARKS = 32;

    static final String TOO_MANY_MARKS = "too_many_marks";

    private TextRules() {}

    /**
     * The stored form of what was typed: NFC, line ends {@code \n}, ends trimmed. Takes a time that grows with the length.
     *
     * @throws Problem 422 {@code too_many_marks} for more than {@link #MAX_MARKS} combining marks in a row
     */
    public static String normal(String typed) {
        if (longestMarks(typed) > MAX_MARKS) {
            throw Problem.of(Kind.INVALID, TOO_MANY_MARKS, Map.of("max", MAX_MARKS));
        }
        var lines = typed.replace("\r\n", "\n").replace('\r', '\n');
        return Normalizer.normalize(lines, Normalizer.Form.NFC).strip();
    }

    /** Whether every character can be stored: no controls but tab and line ends, no lone surrogate, no noncharacter. */
    public static boolean storable(String text) {
        for (int i = 0; i < text.length(); ) {
            var c = text.codePointAt(i);
            if (!storable(c)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    private static boolean storable(int c) {
        var control = (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || (c >= 0x7F && c < 0xA0);
        var surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        var noncharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
        return !control && !surrogate && !noncharacter;
    }

    /** Whether anything can be seen of it: a letter, a digit, a sign or a picture. */
    public static boolean visible(String text) {
        return text.codePoints().anyMatch(TextRules::visible);
    }

    /** Whether it holds a letter that can be seen, as a name does; some letters are made to fill and show nothing. */
    public static boolean legible(String text) {
        return text.codePoints().anyMatch(c -> Character.isLetter(c) && visible(c));
    }

    /** The longest run of combining marks, which pile up over the neighbours' lines. */
    public static int longestMarks(String text) {
        var longest = 0;
        var run = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            run = isMark(text.codePointAt(i)) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /**
     * Whether a line of text holds characters that are not seen and change how the rest is read: controls of direction,
     * zero-width characters, fillers, line separators. A joiner is allowed in the scripts that write with it.
     */
    public static boolean hasHiddenCharacters(String line) {
        int previous = ' ';
        for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            var c = line.codePointAt(i);
            if (isHidden(c) && !(isJoiner(c) && joins(previous))) {
                return true;
            }
            previous = c;
        }
        return false;
    }

    private static boolean isHidden(int c) {
        var type = Character.getType(c);
        return type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || c == 0x034F
                || isFiller(c);
    }

    private static boolean isJoiner(int c) {
        return c == 0x200C || c == 0x200D;
    }

    /** Persian, Indic scripts and emoji write with joiners; Latin, Greek and Cyrillic letters and digits do not. */
    private static boolean joins(int c) {
        var script = Character.UnicodeScript.of(c);
        return !Character.isDigit(c)
                && !Character.isSpaceChar(c)
                && Character.getType(c) != Character.FORMAT
                && script != Character.UnicodeScript.LATIN
                && script != Character.UnicodeScript.GREEK
                && script != Character.UnicodeScript.CYRILLIC;
    }

    private static boolean isFiller(int c) {
        return c == 0x2800 || c == 0x3164 || c == 0x115F || c == 0x1160 || c == 0xFFA0;
    }

    private static boolean isMark(int c) {
        var type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> !isFiller(c);
        };
    }
}

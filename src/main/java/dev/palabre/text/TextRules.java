package dev.palabre.text;

import java.text.Normalizer;

/** What text may hold. What cannot be stored as it is sent is refused, never changed. */
public final class TextRules {
    private TextRules() {}

    /** The stored form of what was typed: NFC, line ends {@code \n}, ends trimmed. */
    public static String normal(String typed) {
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
            var type = Character.getType(text.codePointAt(i));
            run = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
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
            default -> c != 0x2800 && c != 0x3164 && c != 0x115F && c != 0x1160 && c != 0xFFA0;
        };
    }
}

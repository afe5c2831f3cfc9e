package dev.palabre.console.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of what a stranger typed: words as they stand, or the name of a character that nobody sees, such as one that
 * turns the direction of writing.
 *
 * @param words to be shown
 * @param unseen whether they are the name of a character
 */
record VisibleText(String words, boolean unseen) {
    /** The pieces of a text, in order. */
    static List<VisibleText> of(String text) {
        var pieces = new ArrayList<VisibleText>();
        var start = 0;
        for (int i = 0; i < text.length(); ) {
            var c = text.codePointAt(i);
            var next = i + Character.charCount(c);
            if (isUnseen(c)) {
                if (i > start) {
                    pieces.add(new VisibleText(text.substring(start, i), false));
                }
                pieces.add(new VisibleText(name(c), true));
                start = next;
            }
            i = next;
        }
        if (start < text.length()) {
            pieces.add(new VisibleText(text.substring(start), false));
        }
        return List.copyOf(pieces);
    }

    /** One line of plain text, the unseen named in angle quotes. */
    static String line(String text) {
        var line = new StringBuilder();
        of(text).forEach(piece -> line.append(piece.unseen() ? '‹' + piece.words() + '›' : piece.words()));
        return line.toString().replaceAll("\\s+", " ").strip();
    }

    private static String name(int c) {
        return String.format("U+%04X", c);
    }

    /** Joiners are part of how many languages and pictures are written, so that they are no surprise. */
    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT -> c != 0x200C && c != 0x200D;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE -> true;
            default -> c == 0x2800 || c == 0x3164 || c == 0x115F || c == 0x1160 || c == 0xFFA0;
        };
    }
}

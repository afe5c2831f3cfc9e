package dev.palabre.text;

import dev.palabre.problem.Problem.FieldError;
import org.jspecify.annotations.Nullable;

/**
 * Text that somebody typed, checked in a time that grows no faster than its length: raw length first, then characters and
 * combining marks, and only then normalized. Every typed text that is stored passes here.
 *
 * @param text the normalized text, empty where it was refused
 * @param error why it was refused, null where it was not
 */
public record TypedText(String text, @Nullable FieldError error) {
    /** Code units that NFC shortens to one code point at most. */
    private static final int UNITS_PER_CODE_POINT = 4;

    /**
     * Checks and normalizes a field.
     *
     * @param field name of the field, for the error
     * @param typed as it was sent, null where it was not
     * @param max code points that the normalized text may have
     */
    public static TypedText of(String field, @Nullable String typed, int max) {
        if (typed == null) {
            return new TypedText("", null);
        }
        if (typed.length() > (long) UNITS_PER_CODE_POINT * max) {
            return tooLong(field, max);
        }
        if (!TextRules.storable(typed)) {
            return new TypedText("", FieldError.of(field, "not_storable"));
        }
        if (TextRules.longestMarks(typed) > TextRules.MAX_MARKS) {
            return new TypedText("", FieldError.of(field, TextRules.TOO_MANY_MARKS, "max", TextRules.MAX_MARKS));
        }
        var normal = TextRules.normal(typed);
        return normal.codePointCount(0, normal.length()) > max ? tooLong(field, max) : new TypedText(normal, null);
    }

    private static TypedText tooLong(String field, int max) {
        return new TypedText("", FieldError.of(field, "too_long", "max", max));
    }
}

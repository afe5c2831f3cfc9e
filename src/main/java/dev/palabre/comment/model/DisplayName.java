package dev.palabre.comment.model;

import dev.palabre.site.Settings.PublicName;
import java.text.BreakIterator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is shown of a name: the public form, the initials of the avatar, and its tone. */
public final class DisplayName {
    private static final int TONES = 12;

    private DisplayName() {}

    public static String shown(PublicName how, @Nullable String firstName, @Nullable String lastName) {
        return switch (how) {
            case FULL -> joined(firstName, lastName);
            case FIRST -> firstName == null ? "" : firstName;
            case FIRST_INITIAL -> joined(firstName, lastName == null ? null : first(lastName) + ".");
        };
    }

    /** The first letters of the first and the last word, as in DT and VD. */
    public static String initials(String name) {
        var words = Stream.of(name.split("[\\s]+", -1))
                .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
                .toList();
        if (words.isEmpty()) {
            return "?";
        }
        var last = words.get(words.size() - 1);
        var letters = initial(words.get(0)) + (words.size() > 1 ? initial(last) : "");
        return letters.toUpperCase(Locale.ROOT);
    }

    /** A colour that the name always has, as a class of the style sheet. */
    public static String tone(String name) {
        return "tone-" + Math.floorMod(name.hashCode(), TONES);
    }

    private static String joined(@Nullable String firstName, @Nullable String lastName) {
        return Stream.of(firstName, lastName)
                .filter(part -> part != null && !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String initial(String word) {
        var signs =
                word.codePoints().takeWhile(c -> !Character.isLetterOrDigit(c)).toArray();
        return first(word.substring(new String(signs, 0, signs.length).length()));
    }

    private static String first(String word) {
        var graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
        graphemes.setText(word);
        return word.substring(0, graphemes.next());
    }
}

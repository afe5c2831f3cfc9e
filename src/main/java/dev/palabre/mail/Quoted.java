package dev.palabre.mail;

import java.util.regex.Pattern;

/** What a stranger typed, as a mail quotes it: one line, not too long, and nothing that a mail client makes a link of. */
final class Quoted {
    private static final int MAX = 120;
    /** Controls, what turns the direction of writing, and what is not seen. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}[\\p{Cf}&&[^\u200C\u200D]]]+");

    private static final Pattern SPACES = Pattern.compile("[\\s\u00A0]+");
    private static final Pattern ADDRESS = Pattern.compile("(?<=\\S)[.:/@](?=\\S)");
    private static final String WORD_JOINER = "\u2060";

    private Quoted() {}

    /** The line; addresses in it are parted by a joint that nobody sees, so that they stay text. */
    static String line(String typed) {
        return ADDRESS.matcher(plain(typed)).replaceAll("$0" + WORD_JOINER);
    }

    /** The line without the joints, for words of the site's owner. */
    static String plain(String typed) {
        return capped(SPACES.matcher(UNSEEN.matcher(typed).replaceAll(" "))
                .replaceAll(" ")
                .strip());
    }

    private static String capped(String text) {
        return text.codePointCount(0, text.length()) <= MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX - 1)) + "…";
    }
}

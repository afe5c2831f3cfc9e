package dev.palabre.text;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one form in which e-mail addresses are compared: the local part in ASCII lower case, the domain as the DNS has it (IDNA,
 * ASCII lower case). Two addresses are one identity if and only if these forms are equal. No Unicode case folding is involved:
 * {@code İ}, {@code ı} and Cyrillic look-alikes make domains of their own.
 *
 * <pre>{@code
 * CanonicalEmail.of(" Fatou@Bücher.example ") // fatou@xn--bcher-kva.example
 * CanonicalEmail.of("fatou@ma\u0130l.example") // fatou@xn--mail-swc.example
 * }</pre>
 */
public final class CanonicalEmail {
    private static final int MAX = 254;
    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 253;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile("(?:" + LABEL + "\\.)+(?!\\d+$)" + LABEL);
    /** Letters that IDNA 2003, which Java has, and IDNA 2008 turn into different domains. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[ßς\u200C\u200D]");

    /** Some mailers decode it on the way, into another address. */
    private static final Pattern ENCODED_WORD = Pattern.compile("(?i)=\\?[^?]*\\?[bq]\\?");

    /** Characters that are drawn as nothing although they are no format characters: fillers. */
    private static final String FILLERS = "\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0";

    private CanonicalEmail() {}

    /** The form that is compared; empty for what is no address. */
    public static Optional<String> of(String typed) {
        return typed.length() > 2 * MAX
                ? Optional.empty()
                : ascii(trimmed(typed)).map(address -> address.toLowerCase(Locale.ROOT));
    }

    /** Whether two addresses are the same identity. */
    public static boolean isSame(String one, String other) {
        var canonical = of(one);
        return canonical.isPresent() && canonical.equals(of(other));
    }

    /** An address as it was typed, without what nobody sees before and after it. */
    public static String trimmed(String typed) {
        var start = 0;
        var end = typed.length();
        while (start < end && isUnseen(typed.codePointAt(start))) {
            start += Character.charCount(typed.codePointAt(start));
        }
        while (end > start && isUnseen(typed.codePointBefore(end))) {
            end -= Character.charCount(typed.codePointBefore(end));
        }
        return typed.substring(start, end);
    }

    /**
     * The address as the envelope and the header of a mail carry it: the local part as typed, the domain in ASCII lower case.
     * Empty for what is no address.
     */
    public static Optional<String> ascii(String address) {
        var at = address.indexOf('@');
        if (at < 1 || address.length() > MAX || !isLocal(address.substring(0, at))) {
            return Optional.empty();
        }
        return domain(address.substring(at + 1))
                .map(domain -> address.substring(0, at + 1) + domain)
                .filter(ascii -> ascii.length() <= MAX);
    }

    private static boolean isLocal(String local) {
        return local.length() <= MAX_LOCAL
                && !local.startsWith("-")
                && !ENCODED_WORD.matcher(local).find()
                && LOCAL.matcher(local).matches();
    }

    private static Optional<String> domain(String typed) {
        if (AMBIGUOUS.matcher(typed).find()) {
            return Optional.empty();
        }
        try {
            var ascii = IDN.toASCII(typed, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return ascii.length() <= MAX_DOMAIN && DOMAIN.matcher(ascii).matches()
                    ? Optional.of(ascii)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isUnseen(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.FORMAT
                || (c >= 0x180B && c <= 0x180F)
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0000 && c <= 0xE0FFF)
                || FILLERS.indexOf(c) >= 0;
    }
}

package dev.palabre.address;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which e-mail addresses are taken: one address, a local part of ASCII atoms and dots, and a domain with a dot in it, which
 * may be internationalised. No quoting, comments, IP addresses or source routes: what is legal but rare is where mail goes
 * astray.
 *
 * <pre>{@code
 * EmailAddress.isValid("fatou@example.org") // true
 * EmailAddress.ascii("fatou@bücher.example") // fatou@xn--bcher-kva.example
 * }</pre>
 */
public final class EmailAddress {
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

    private EmailAddress() {}

    /** Whether mail can be sent to it. */
    public static boolean isValid(String address) {
        return ascii(address).isPresent();
    }

    /** The address as the envelope and the header carry it, its domain in ASCII; empty for what is no address. */
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
            var ascii = IDN.toASCII(typed, IDN.USE_STD3_ASCII_RULES);
            return ascii.length() <= MAX_DOMAIN && DOMAIN.matcher(ascii).matches()
                    ? Optional.of(ascii)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

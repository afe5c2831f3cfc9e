package dev.palabre.address;

import dev.palabre.text.CanonicalEmail;
import java.util.Optional;

/**
 * Syntax of accepted e-mail addresses: one address, a local part of ASCII atoms and dots, and a domain with a dot in it, which
 * may be internationalised. No quoting, comments, IP addresses or source routes: what is legal but rare is where mail goes
 * astray.
 *
 * <pre>{@code
 * EmailAddress.isValid("fatou@example.org") // true
 * EmailAddress.ascii("fatou@bücher.example") // fatou@xn--bcher-kva.example
 * }</pre>
 */
public final class EmailAddress {
    private EmailAddress() {}

    /** Whether mail can be sent to it. */
    public static boolean isValid(String address) {
        return ascii(address).isPresent();
    }

    /** The address as the envelope and the header carry it, its domain in ASCII; empty for what is no address. */
    public static Optional<String> ascii(String address) {
        return CanonicalEmail.ascii(address);
    }

    /** The form in which stores compare it; a text that equals none where it is no address. */
    public static String canonical(String address) {
        return CanonicalEmail.of(address).orElse("");
    }
}

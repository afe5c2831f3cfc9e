package dev.palabre.mail.smtp;

import dev.palabre.address.EmailAddress;
import java.util.regex.Pattern;

/**
 * Who our mail comes from: the operator's address, never one that somebody typed into a form.
 *
 * @param name for people, empty for none
 * @param address one that {@link EmailAddress} takes
 */
public record Sender(String name, String address) {
    private static final Pattern NAMED = Pattern.compile("\"?([^\"<>]*?)\"?\\s*<([^<>]+)>");

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public Sender {
        if (!EmailAddress.isValid(address) || HeaderSanitizer.hasControls(name)) {
            throw new IllegalArgumentException(
                    "The sender of mail must be an address such as palabre@example.org, or Palabre <palabre@example.org>");
        }
    }

    /** Reads {@code palabre@example.org} or {@code Palabre <palabre@example.org>}. */
    public static Sender parse(String text) {
        var named = NAMED.matcher(text.strip());
        return named.matches() ? new Sender(named.group(1), named.group(2)) : new Sender("", text.strip());
    }

    /** What follows the {@code @}. */
    String domain() {
        return address.substring(address.indexOf('@') + 1);
    }
}

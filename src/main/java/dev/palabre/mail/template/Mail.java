package dev.palabre.mail.template;

import org.jspecify.annotations.Nullable;

/**
 * What a mail says.
 *
 * @param subject one line, without anything that a stranger typed
 * @param text the plain form
 * @param html the same for clients that show it
 * @param unsubscribe address to which a POST stops such mails, null where nobody but its reader asked for it
 */
public record Mail(
        String subject, String text, String html, @Nullable String unsubscribe) {
    /** A mail that its reader requested. */
    public Mail(String subject, String text, String html) {
        this(subject, text, html, null);
    }

    /** The same mail, which can be stopped by a POST to this address. */
    Mail stoppedAt(String address) {
        return new Mail(subject, text, html, address);
    }

    /** Never what it says: what is printed may end in a log. */
    @Override
    public String toString() {
        return "mail";
    }
}

package dev.palabre.mail;

/**
 * What a mail says.
 *
 * @param subject one line, without anything that a stranger typed
 * @param text the plain form
 * @param html the same for clients that show it
 */
public record Mail(String subject, String text, String html) {
    /** Never what it says: what is printed may end in a log. */
    @Override
    public String toString() {
        return "mail";
    }
}

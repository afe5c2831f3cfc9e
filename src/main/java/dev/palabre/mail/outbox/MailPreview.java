package dev.palabre.mail.outbox;

import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail of the outbox as it would be sent now, for the console.
 *
 * @param siteId its site
 * @param id of the message
 * @param kind such as {@code published}
 * @param to the address, or several with commas between; empty once erased
 * @param subject one line; empty where it cannot be composed
 * @param text the plain form; empty where it cannot be composed
 * @param state {@code waiting}, {@code sent}, {@code dropped} or {@code failed}
 * @param createdAt when its cause was committed
 * @param lastError why the last try failed, short and without addresses
 * @param bounceCode with which mails to the address came back, null where they do not
 */
public record MailPreview(
        int siteId,
        UUID id,
        String kind,
        String to,
        String subject,
        String text,
        String state,
        Instant createdAt,
        @Nullable String lastError,
        @Nullable String bounceCode) {
    private static final Pattern KEY = Pattern.compile("(/(?:c|rights/[a-z]+|mine/link|follow/[a-z]+)/)[\\w.-]{20,}");

    /** A text without the secrets of its links: a moderator must not act as the author. */
    static String withoutKeys(String text) {
        return KEY.matcher(text).replaceAll("$1…");
    }

    /** Whether the mail can be composed now. */
    public boolean written() {
        return !subject.isEmpty();
    }
}

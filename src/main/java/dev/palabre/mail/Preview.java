package dev.palabre.mail;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail of the outbox as it would leave now, for the console.
 *
 * @param id of the letter
 * @param kind such as {@code published}
 * @param to the address, or several with commas between; empty once erased
 * @param subject one line
 * @param text the plain form
 * @param state {@code waiting}, {@code sent}, {@code dropped} or {@code failed}
 * @param createdAt when its cause was committed
 * @param lastError why the last try failed, short and without addresses
 */
public record Preview(
        UUID id,
        String kind,
        String to,
        String subject,
        String text,
        String state,
        Instant createdAt,
        @Nullable String lastError) {}

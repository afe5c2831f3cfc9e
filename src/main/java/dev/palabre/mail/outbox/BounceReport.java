package dev.palabre.mail.outbox;

import java.util.List;

/**
 * What a mail server reports of a mail of ours (RFC 3464).
 *
 * @param messageId of the mail, as in the headers that came back
 * @param failures addresses that it will never reach
 */
public record BounceReport(String messageId, List<Failure> failures) {
    /**
     * One address that nobody reads mail at.
     *
     * @param recipient as we wrote it or as the last server knew it
     * @param status the enhanced code
     */
    public record Failure(String recipient, String status) {}
}

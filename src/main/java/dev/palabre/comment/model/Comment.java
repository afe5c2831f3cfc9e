package dev.palabre.comment.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A comment as it is kept.
 *
 * @param siteId its site
 * @param id its public id; opens nothing
 * @param page the page that it stands under
 * @param status where it stands
 * @param heldReason why the guard holds it: codes with commas between, null where it does not
 * @param text as it was typed, NFC
 * @param html made of the text, safe
 * @param lang language that its author wrote in
 * @param name public name, empty where none was given
 * @param lastName as typed, null where none was
 * @param firstName as typed, null where none was
 * @param addressId its author's e-mail address, null where none was given
 * @param receiptKey name of the secret that its receipt is made with
 * @param receiptGeneration how often the receipt was renewed
 * @param createdAt when it was submitted
 * @param publishedAt when it first went online, null while it has not
 * @param editedAt when its text last changed after it had been online, null where it has not
 * @param muted whether its author wants no mail about it
 * @param unverified whether it waits for its author's click, out of the queue until then
 * @param notice version of the legal notice that its author read, null for what is older than these versions
 */
public record Comment(
        int siteId,
        UUID id,
        CommentedPage page,
        CommentStatus status,
        @Nullable String heldReason,
        String text,
        String html,
        String lang,
        String name,
        @Nullable String lastName,
        @Nullable String firstName,
        @Nullable UUID addressId,
        String receiptKey,
        int receiptGeneration,
        Instant createdAt,
        @Nullable Instant publishedAt,
        @Nullable Instant editedAt,
        boolean muted,
        boolean unverified,
        @Nullable String notice) {

    /** Its page as its author and moderators see it: as it was sent until it is online, then as everybody sees it. */
    public CommentedPage ownPage() {
        return status == CommentStatus.PUBLISHED ? page : page.asSent();
    }

    /** Its address on its page. */
    public String url() {
        return url(page.url(), id);
    }

    /** The address of a comment on a page. */
    public static String url(String pageUrl, UUID id) {
        return Permalink.of(pageUrl, id.toString());
    }

    /** Tells this text from what its author may make of it later; for whoever decides on what they have read. */
    public String stamp() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

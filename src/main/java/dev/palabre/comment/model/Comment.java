package dev.palabre.comment.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored comment.
 *
 * @param siteId number of its site
 * @param id public id; grants no access
 * @param page the page that it is about
 * @param status where it is between submission and erasure
 * @param heldReason why the spam filter holds it: codes with commas between, null where it does not
 * @param muted whether its author wants no mail about it
 * @param unverified whether it waits for its author's confirmation, and is not in the queue until then
 * @param notice version of the privacy notice that its author saw, null for comments older than these versions
 */
public record Comment(
        int siteId,
        UUID id,
        CommentedPage page,
        CommentStatus status,
        @Nullable String heldReason,
        Content content,
        Author author,
        Receipt receipt,
        Dates dates,
        boolean muted,
        boolean unverified,
        @Nullable String notice) {

    /**
     * What its author wrote.
     *
     * @param text as it was typed, NFC
     * @param html made of the text, safe
     * @param lang language of the page
     */
    public record Content(String text, String html, String lang) {}

    /**
     * Who wrote it.
     *
     * @param name public name, empty where none was given
     * @param lastName as typed, null where none was given
     * @param firstName as typed, null where none was given
     * @param addressId the e-mail address, null where none was given or it was erased
     */
    public record Author(
            String name,
            @Nullable String lastName,
            @Nullable String firstName,
            @Nullable UUID addressId) {}

    /**
     * What its receipt is derived from.
     *
     * @param key name of the secret
     * @param generation how often the receipt was renewed
     */
    public record Receipt(String key, int generation) {}

    /**
     * When it changed.
     *
     * @param created when it was submitted
     * @param published when it was published first, null where it never was
     * @param edited when its text last changed after it had been published, null where it did not
     */
    public record Dates(
            Instant created,
            @Nullable Instant published,
            @Nullable Instant edited) {}

    /** The text as it was typed. */
    public String text() {
        return content.text();
    }

    /** The text as safe HTML. */
    public String html() {
        return content.html();
    }

    /** The language that its author wrote in. */
    public String lang() {
        return content.lang();
    }

    /** The public name, empty where none was given. */
    public String name() {
        return author.name();
    }

    /** The last name as typed, null where none was given. */
    public @Nullable String lastName() {
        return author.lastName();
    }

    /** The first name as typed, null where none was given. */
    public @Nullable String firstName() {
        return author.firstName();
    }

    /** The author's e-mail address, null where none was given or it was erased. */
    public @Nullable UUID addressId() {
        return author.addressId();
    }

    /** When it was submitted. */
    public Instant createdAt() {
        return dates.created();
    }

    /** When it was published first, null where it never was. */
    public @Nullable Instant publishedAt() {
        return dates.published();
    }

    /** When its text last changed after it had been published, null where it did not. */
    public @Nullable Instant editedAt() {
        return dates.edited();
    }

    /** The same comment with another status. */
    Comment moved(CommentStatus to, @Nullable Instant publishedAt) {
        return new Comment(
                siteId,
                id,
                page,
                to,
                heldReason,
                content,
                author,
                receipt,
                new Dates(dates.created(), publishedAt, dates.edited()),
                muted,
                unverified,
                notice);
    }

    /** The same comment with the page as it is titled now. */
    public Comment on(CommentedPage now) {
        return new Comment(
                siteId, id, now, status, heldReason, content, author, receipt, dates, muted, unverified, notice);
    }

    /** Its page as its author and moderators see it: as it was sent until it is published, then as everybody sees it. */
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

    /** A short digest of the text, by which a decision names the text that it was made on. */
    public String textDigest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

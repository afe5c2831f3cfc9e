package dev.palabre.comment;

import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.token.Code;
import dev.palabre.kernel.token.KeyRing;
import java.util.UUID;

/**
 * The receipt of a comment: a code made of the comment's id under a secret key, so that a mail that leaves days later can
 * carry the link, and a repeated request gets the same answer, while only the code's hash is ever stored.
 */
public final class Receipts {
    private static final String PURPOSE = "receipt";

    private final KeyRing keys;
    private final Links links;

    /** Receipts made with the keys of this ring. */
    public Receipts(KeyRing keys, Links links) {
        this.keys = keys;
        this.links = links;
    }

    /** Name of the secret that new receipts are made with. */
    String currentKey() {
        return keys.current();
    }

    /** The first receipt of a new comment. */
    Code first(int siteId, UUID id) {
        return code(siteId, id, keys.current(), 0);
    }

    /** The receipt of a comment as it stands. */
    public Code of(Comment comment) {
        return code(comment.siteId(), comment.id(), comment.receiptKey(), comment.receiptGeneration());
    }

    /** The receipt that a comment had right after its submission. */
    Code original(Comment comment) {
        return code(comment.siteId(), comment.id(), comment.receiptKey(), 0);
    }

    /** The receipt that takes the place of a comment's present one. */
    Code next(Comment comment) {
        return code(comment.siteId(), comment.id(), keys.current(), comment.receiptGeneration() + 1);
    }

    /** The address of the status page that a receipt opens. */
    public String statusUrl(Code receipt) {
        return links.to("/c/" + receipt.text());
    }

    /** The address of a comment on its page. */
    public String commentUrl(Comment comment) {
        return Views.address(comment.page().url(), comment.id().toString());
    }

    private Code code(int siteId, UUID id, String key, int generation) {
        return Code.of(siteId, keys.digest(key, PURPOSE, id + ":" + generation));
    }
}

package dev.palabre.comment.model;

import dev.palabre.crypto.AccessCode;
import dev.palabre.crypto.KeyRing;
import dev.palabre.http.PublicUrl;
import java.util.UUID;

/**
 * Receipts of comments. A receipt is derived from the comment's id with a secret key, so that a mail that is sent days later
 * has the link and a repeated request gets the same answer, although only its hash is stored.
 */
public final class Receipts {
    private static final String PURPOSE = "receipt";

    private final KeyRing keys;
    private final PublicUrl links;

    /** Receipts made with the keys of this ring. */
    public Receipts(KeyRing keys, PublicUrl links) {
        this.keys = keys;
        this.links = links;
    }

    /** Name of the secret that new receipts are made with. */
    public String currentKey() {
        return keys.current();
    }

    /** The first receipt of a new comment. */
    public AccessCode first(int siteId, UUID id) {
        return code(siteId, id, keys.current(), 0);
    }

    /** The current receipt of a comment. */
    public AccessCode of(Comment comment) {
        return code(
                comment.siteId(),
                comment.id(),
                comment.receipt().key(),
                comment.receipt().generation());
    }

    /** The receipt that a comment had right after its submission. */
    public AccessCode original(Comment comment) {
        return code(comment.siteId(), comment.id(), comment.receipt().key(), 0);
    }

    /** The receipt that replaces the current one of a comment. */
    public AccessCode next(Comment comment) {
        return code(
                comment.siteId(),
                comment.id(),
                keys.current(),
                comment.receipt().generation() + 1);
    }

    /** The address of the status page that a receipt opens. */
    public String statusUrl(AccessCode receipt) {
        return links.to("/c/" + receipt.text());
    }

    /** The address of a comment on its page. */
    public String commentUrl(Comment comment) {
        return Permalink.of(comment.page().url(), comment.id().toString());
    }

    private AccessCode code(int siteId, UUID id, String key, int generation) {
        return AccessCode.of(siteId, keys.digest(key, PURPOSE, id + ":" + generation));
    }
}

package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.site.Site;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Actions open to the holder of a receipt; those that concern personal data are confirmed by a mailed link. */
enum AuthorAction {
    EDIT,
    WITHDRAW,
    MUTE,
    UNMUTE,
    VERIFY,
    RENEW,
    CORRECT,
    DOWNLOAD,
    ERASE;

    /** The actions that a comment allows now. */
    static List<AuthorAction> of(Site site, Comment comment) {
        return Stream.of(values())
                .filter(action -> action.isOpen(site, comment))
                .toList();
    }

    /** The action of a name; empty for any other text. */
    static Optional<AuthorAction> parse(@Nullable String wire) {
        return Stream.of(values()).filter(action -> action.wire().equals(wire)).findFirst();
    }

    /** The name in JSON and in addresses. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it sends a mail, and so needs an address. */
    boolean isMailed() {
        return compareTo(VERIFY) >= 0;
    }

    /** Whether it cannot be undone. */
    boolean isGrave() {
        return this == WITHDRAW || this == ERASE;
    }

    private boolean isOpen(Site site, Comment comment) {
        var withAddress = comment.addressId() != null;
        var live = comment.status() != CommentStatus.WITHDRAWN;
        return switch (this) {
            case EDIT -> CommentEdits.isOpen(site, comment);
            case WITHDRAW -> comment.status().mayBecome(CommentStatus.WITHDRAWN);
            case MUTE -> withAddress && live && !comment.muted();
            case UNMUTE -> withAddress && live && comment.muted();
            case VERIFY -> withAddress && comment.unverified() && comment.status() == CommentStatus.PENDING;
            case RENEW, CORRECT, DOWNLOAD, ERASE -> withAddress;
        };
    }
}

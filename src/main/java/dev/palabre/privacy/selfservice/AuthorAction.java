package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.site.Site;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What whoever holds a receipt may do; what could hurt is only asked for, and done by a link that is mailed. */
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

    /** What may be done of a comment now. */
    static List<AuthorAction> of(Site site, Comment comment) {
        return Stream.of(values()).filter(act -> act.isOpen(site, comment)).toList();
    }

    /** The name in JSON and in addresses. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it takes a mail, and so an address to send it to. */
    boolean isMailed() {
        return compareTo(VERIFY) >= 0;
    }

    /** Whether it takes something away for good. */
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

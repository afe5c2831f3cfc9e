package dev.palabre.comment.model;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The status of a comment, and the changes that are allowed. */
public enum CommentStatus {
    PENDING,
    PUBLISHED,
    REJECTED,
    SPAM,
    REMOVED,
    WITHDRAWN,
    ERASED;

    private static final Map<CommentStatus, Set<CommentStatus>> MOVES = Map.of(
            PENDING, Set.of(PUBLISHED, REJECTED, SPAM, WITHDRAWN, ERASED),
            PUBLISHED, Set.of(REMOVED, SPAM, PENDING, WITHDRAWN, ERASED),
            REJECTED, Set.of(PUBLISHED, PENDING, WITHDRAWN, ERASED),
            SPAM, Set.of(PUBLISHED, PENDING, WITHDRAWN, ERASED),
            REMOVED, Set.of(PUBLISHED, PENDING, WITHDRAWN, ERASED),
            WITHDRAWN, Set.of(ERASED),
            ERASED, Set.of());

    /** The status of a name in JSON and in the database. */
    public static CommentStatus of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The name in JSON and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the change to that status is allowed. */
    public boolean mayBecome(CommentStatus next) {
        return MOVES.getOrDefault(this, Set.of()).contains(next);
    }
}

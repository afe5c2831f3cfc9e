package dev.palabre.moderation;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a moderator can decide of a comment. */
public enum Decision {
    PUBLISH,
    REJECT,
    SPAM,
    REMOVE,
    /** Takes an earlier decision back: online again what was online once, in the queue again what was not. */
    RESTORE;

    private static final Map<Decision, Set<CommentStatus>> FROM = Map.of(
            PUBLISH, Set.of(CommentStatus.PENDING, CommentStatus.REJECTED, CommentStatus.SPAM, CommentStatus.REMOVED),
            REJECT, Set.of(CommentStatus.PENDING),
            SPAM, Set.of(CommentStatus.PENDING, CommentStatus.PUBLISHED),
            REMOVE, Set.of(CommentStatus.PUBLISHED),
            RESTORE, Set.of(CommentStatus.REJECTED, CommentStatus.SPAM, CommentStatus.REMOVED));

    /** The decision of this name, empty for a name that is none. */
    public static Optional<Decision> parse(String wire) {
        return Stream.of(values())
                .filter(decision -> decision.wire().equals(wire))
                .findFirst();
    }

    /** The name in JSON and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it can be decided of a comment in this state. */
    public boolean appliesTo(CommentStatus status) {
        return FROM.getOrDefault(this, Set.of()).contains(status);
    }

    /** The state that it leads to; restoring leads back to where the comment once was. */
    public CommentStatus result() {
        return switch (this) {
            case PUBLISH -> CommentStatus.PUBLISHED;
            case REJECT -> CommentStatus.REJECTED;
            case SPAM -> CommentStatus.SPAM;
            case REMOVE -> CommentStatus.REMOVED;
            case RESTORE -> CommentStatus.PENDING;
        };
    }

    /** The state that the comment is in afterwards. */
    CommentStatus target(Comment comment) {
        return this == RESTORE && comment.publishedAt() != null ? CommentStatus.PUBLISHED : result();
    }
}

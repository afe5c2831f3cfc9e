package dev.palabre.moderation;

import dev.palabre.comment.Comment;
import dev.palabre.comment.Status;
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

    private static final Map<Decision, Set<Status>> FROM = Map.of(
            PUBLISH, Set.of(Status.PENDING, Status.REJECTED, Status.SPAM, Status.REMOVED),
            REJECT, Set.of(Status.PENDING),
            SPAM, Set.of(Status.PENDING, Status.PUBLISHED),
            REMOVE, Set.of(Status.PUBLISHED),
            RESTORE, Set.of(Status.REJECTED, Status.SPAM, Status.REMOVED));

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
    public boolean appliesTo(Status status) {
        return FROM.getOrDefault(this, Set.of()).contains(status);
    }

    /** The state that it leads to; restoring leads back to where the comment once was. */
    public Status result() {
        return switch (this) {
            case PUBLISH -> Status.PUBLISHED;
            case REJECT -> Status.REJECTED;
            case SPAM -> Status.SPAM;
            case REMOVE -> Status.REMOVED;
            case RESTORE -> Status.PENDING;
        };
    }

    /** The state that the comment is in afterwards. */
    Status target(Comment comment) {
        return this == RESTORE && comment.publishedAt() != null ? Status.PUBLISHED : result();
    }
}

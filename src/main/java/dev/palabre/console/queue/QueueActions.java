package dev.palabre.console.queue;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.queue.QueueView.Act;
import dev.palabre.moderation.Decision;
import java.util.List;
import java.util.stream.Stream;

/** Which buttons a comment has, by its state. */
final class QueueActions {
    private QueueActions() {}

    /** The buttons of one comment; rejecting and removing have a form of their own, since they take a reason. */
    static List<Act> of(ConsoleLayout layout, String lang, Comment comment) {
        return Stream.of(Decision.PUBLISH, Decision.RESTORE, Decision.SPAM)
                .filter(decision -> decision.appliesTo(comment.status()))
                .filter(decision -> decision != Decision.PUBLISH || comment.status() != CommentStatus.REMOVED)
                .map(decision -> act(layout, lang, decision, comment.publishedAt() != null))
                .toList();
    }

    /** The decision of this comment that takes a reason, if there is one. */
    static List<Decision> withReason(Comment comment) {
        return Stream.of(Decision.REJECT, Decision.REMOVE)
                .filter(decision -> decision.appliesTo(comment.status()))
                .toList();
    }

    /** The buttons for ticked comments of one state. */
    static List<Act> bulk(ConsoleLayout layout, String lang, CommentStatus status) {
        return Stream.of(Decision.PUBLISH, Decision.RESTORE, Decision.REJECT, Decision.REMOVE, Decision.SPAM)
                .filter(decision -> decision.appliesTo(status))
                .filter(decision -> decision != Decision.PUBLISH || status != CommentStatus.REMOVED)
                .map(decision -> act(layout, lang, decision, status == CommentStatus.REMOVED))
                .toList();
    }

    private static Act act(ConsoleLayout layout, String lang, Decision decision, boolean onceOnline) {
        var key = decision == Decision.RESTORE && onceOnline ? "restoreOnline" : decision.wire();
        return new Act(decision.wire(), layout.text(lang, "moderation.act." + key), decision.wire());
    }
}

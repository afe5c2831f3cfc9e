package dev.palabre.privacy.selfservice;

import dev.palabre.comment.model.StatusChange;
import dev.palabre.privacy.selfservice.ReceiptHandler.Opened;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of a comment, for programs. */
record StatusJson(
        String id, String status, @Nullable String reason, String text, List<Step> history, List<String> can) {
    /** A change of the status. */
    record Step(String status, String at) {}

    static StatusJson of(Opened opened, List<StatusChange> history) {
        var comment = opened.comment();
        var steps = new ArrayList<Step>();
        steps.add(new Step(
                StatusPresenter.firstStatus(comment, history).wire(),
                comment.createdAt().toString()));
        history.forEach(
                change -> steps.add(new Step(change.status().wire(), change.at().toString())));
        return new StatusJson(
                comment.id().toString(),
                comment.status().wire(),
                StatusChange.lastReason(history, comment.status()),
                comment.text(),
                steps,
                AuthorAction.of(opened.site(), comment).stream()
                        .map(AuthorAction::wire)
                        .toList());
    }
}

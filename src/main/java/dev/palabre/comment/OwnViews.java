package dev.palabre.comment;

import dev.palabre.comment.Comments.Submitted;
import dev.palabre.comment.Views.Reader;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.token.Ids;
import java.util.UUID;

/** From domain values to what the API shows to an author: the same right after the submission and later. */
final class OwnViews {
    private final Messages messages;

    OwnViews(Messages messages) {
        this.messages = messages;
    }

    /** A comment that was taken in just now. */
    OwnJson json(Reader reader, Draft draft, Submitted submitted) {
        return json(
                reader,
                submitted.id(),
                draft.page().url(),
                submitted.status(),
                draft.publicName(),
                submitted.status() == Status.PUBLISHED ? Markup.html(draft.text()) : Markup.inert(draft.text()));
    }

    /** A comment as it stands. Until somebody has seen it, its links are not live. */
    OwnJson json(Reader reader, Comment comment) {
        return json(
                reader,
                comment.id(),
                comment.page().url(),
                comment.status(),
                comment.name(),
                comment.status() == Status.PUBLISHED ? comment.html() : Markup.inert(comment.text()));
    }

    private OwnJson json(Reader reader, UUID id, String pageUrl, Status status, String name, String html) {
        var shown = name.isEmpty() ? messages.get(reader.lang(), "thread.anonymous") : name;
        return new OwnJson(
                id.toString(),
                Views.address(pageUrl, id.toString()),
                status.wire(),
                new CommentJson.Author(shown, Names.initials(shown)),
                html,
                Ids.madeAt(id).toString());
    }
}

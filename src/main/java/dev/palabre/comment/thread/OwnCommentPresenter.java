package dev.palabre.comment.thread;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.DisplayName;
import dev.palabre.comment.model.Markup;
import dev.palabre.comment.model.NewComment;
import dev.palabre.comment.model.Permalink;
import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.Submitted;
import dev.palabre.crypto.UuidV7;
import dev.palabre.template.Messages;
import java.util.UUID;

/** Makes what the API shows an author of their comment, the same right after the submission and later. */
public final class OwnCommentPresenter {
    private final Messages messages;

    public OwnCommentPresenter(Messages messages) {
        this.messages = messages;
    }

    /** A comment that was just accepted. */
    public OwnCommentJson json(Reader reader, NewComment comment, Submitted submitted) {
        return json(
                reader,
                submitted.id(),
                comment.page().url(),
                submitted.status(),
                comment.publicName(),
                submitted.status() == CommentStatus.PUBLISHED
                        ? Markup.html(comment.text())
                        : Markup.inert(comment.text()));
    }

    /** A stored comment. Its links are live only once it is published. */
    public OwnCommentJson json(Reader reader, Comment comment) {
        return json(
                reader,
                comment.id(),
                comment.ownPage().url(),
                comment.status(),
                comment.name(),
                comment.status() == CommentStatus.PUBLISHED ? comment.html() : Markup.inert(comment.text()));
    }

    private OwnCommentJson json(
            Reader reader, UUID id, String pageUrl, CommentStatus status, String name, String html) {
        var shown = name.isEmpty() ? messages.get(reader.lang(), "thread.anonymous") : name;
        return new OwnCommentJson(
                id.toString(),
                Permalink.of(pageUrl, id.toString()),
                status.wire(),
                new CommentJson.Author(shown, DisplayName.initials(shown)),
                html,
                UuidV7.madeAt(id).toString());
    }
}

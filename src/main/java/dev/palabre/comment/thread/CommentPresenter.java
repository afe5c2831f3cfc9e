package dev.palabre.comment.thread;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.DisplayName;
import dev.palabre.comment.model.Markup;
import dev.palabre.comment.model.Permalink;
import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.StatusText;
import dev.palabre.comment.model.ThreadStore.Entry;
import dev.palabre.comment.thread.CommentView.Author;
import dev.palabre.comment.thread.CommentView.Moment;
import dev.palabre.comment.thread.CommentView.Own;
import dev.palabre.template.Messages;
import java.time.Instant;
import java.util.List;

/** Makes what templates and the API show of a comment. */
public final class CommentPresenter {
    private final Messages messages;
    private final Receipts receipts;

    /** Comments in these words; the receipts give the addresses of status pages. */
    public CommentPresenter(Messages messages, Receipts receipts) {
        this.messages = messages;
        this.receipts = receipts;
    }

    /** A published comment for everybody. */
    CommentView published(Reader reader, String pageUrl, Entry entry) {
        var edited = entry.editedAt();
        return new CommentView(
                reader.lang(),
                entry.id().toString(),
                Permalink.of(pageUrl, entry.id().toString()),
                author(reader, entry.name()),
                entry.html(),
                moment(reader, entry.publishedAt()),
                edited == null ? null : moment(reader, edited),
                null);
    }

    /** A comment for its own author: with its status, and without live links until a moderator has published it. */
    public CommentView own(Reader reader, Comment comment) {
        var id = comment.id().toString();
        var isPublished = comment.status() == CommentStatus.PUBLISHED;
        return new CommentView(
                reader.lang(),
                id,
                Permalink.of(comment.ownPage().url(), id),
                author(reader, comment.name()),
                isPublished ? comment.html() : Markup.inert(comment.text()),
                moment(reader, comment.createdAt()),
                null,
                new Own(
                        comment.status().wire(),
                        messages.get(reader.lang(), "comment.own." + StatusText.key(comment)),
                        receipts.statusUrl(receipts.of(comment)),
                        messages.get(reader.lang(), "comment.own.link")));
    }

    CommentJson json(Reader reader, String pageUrl, Entry entry) {
        var author = author(reader, entry.name());
        var edited = entry.editedAt();
        return new CommentJson(
                entry.id().toString(),
                Permalink.of(pageUrl, entry.id().toString()),
                new CommentJson.Author(author.name(), author.initials()),
                entry.html(),
                entry.publishedAt().toString(),
                edited == null ? null : edited.toString(),
                null,
                List.of(),
                0);
    }

    private Author author(Reader reader, String name) {
        var shown = name.isEmpty() ? messages.get(reader.lang(), "thread.anonymous") : name;
        return new Author(shown, DisplayName.initials(shown), DisplayName.tone(shown));
    }

    private static Moment moment(Reader reader, Instant at) {
        var dates = reader.site().dates(reader.lang());
        return new Moment(at.toString(), dates.day(at), dates.full(at));
    }
}

package dev.palabre.privacy.selfservice.export;

import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.write.Comments;
import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.privacy.selfservice.export.ConsentRecordLookup.ConsentRecord;
import dev.palabre.privacy.selfservice.export.PersonalData.CommentData;
import dev.palabre.privacy.selfservice.export.PersonalData.Subject;
import dev.palabre.subscription.Subscriptions;
import io.vertx.core.Future;
import java.util.List;

/** Reads what is kept of an author. */
public final class PersonalDataQuery {
    private final Comments comments;
    private final CommentEdits edits;
    private final Outbox outbox;
    private final Subscriptions subscriptions;
    private final DataRequests requests;
    private final PublicUrl url;

    /** Reads from these use cases; {@code url} makes the addresses of notices. */
    public PersonalDataQuery(
            Comments comments,
            CommentEdits edits,
            Outbox outbox,
            Subscriptions subscriptions,
            DataRequests requests,
            PublicUrl url) {
        this.comments = comments;
        this.edits = edits;
        this.outbox = outbox;
        this.subscriptions = subscriptions;
        this.requests = requests;
        this.url = url;
    }

    /** These comments with their history, and what else is kept of their author. */
    Future<PersonalData> read(Subject subject, List<Comment> found, List<ConsentRecord> consents) {
        var siteId = subject.site().id();
        return Future.all(
                        comments(subject, found),
                        subscriptions.byAddress(siteId, subject.addressId()),
                        requests.byAddress(siteId, subject.addressId()),
                        outbox.sentTo(siteId, subject.addressId()))
                .map(all -> new PersonalData(
                        subject, all.resultAt(0), all.resultAt(1), all.resultAt(2), all.resultAt(3), consents));
    }

    private Future<List<CommentData>> comments(Subject subject, List<Comment> found) {
        var site = subject.site();
        var ids = found.stream().map(Comment::id).toList();
        return comments.histories(site.id(), ids)
                .compose(histories -> edits.former(site.id(), ids).map(former -> found.stream()
                        .map(comment -> new CommentData(
                                comment,
                                NoticeLink.of(url, site.key(), comment, subject.lang()),
                                histories.getOrDefault(comment.id(), List.of()),
                                former.getOrDefault(comment.id(), List.of())))
                        .toList()));
    }
}

package dev.palabre.privacy.selfservice;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.StatusText;
import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.privacy.selfservice.AuthorAuth.Owner;
import dev.palabre.subscription.Subscription;
import dev.palabre.template.Messages;
import java.util.List;

/** From somebody's comments to the page that lists them. */
final class MyDataPresenter {
    private final Receipts receipts;
    private final AuthorPages pages;
    private final Messages messages;

    MyDataPresenter(Receipts receipts, AuthorPages pages, Messages messages) {
        this.receipts = receipts;
        this.pages = pages;
        this.messages = messages;
    }

    /** The page; {@code done} says what was done just now, and is empty for nothing. */
    MyDataView of(
            Owner owner,
            List<Comment> comments,
            List<Subscription> follows,
            List<DataRequest> requests,
            boolean muted,
            String done) {
        var lang = owner.lang();
        return new MyDataView(
                lang,
                pages.direction(lang),
                pages.say(lang, "selfservice.mine.title"),
                pages.to("/assets"),
                owner.site().name(),
                owner.email(),
                pages.to("/sites/" + owner.site().key() + "/mine"),
                muted,
                done,
                comments.stream().map(comment -> item(owner, comment)).toList(),
                requests.stream()
                        .map(request -> DataRequestListView.Asked.of(messages, owner.site(), lang, request))
                        .toList(),
                follows.stream().map(follow -> followed(owner, follow)).toList());
    }

    private MyDataView.Followed followed(Owner owner, Subscription follow) {
        var words = new StatusText(messages, owner.site(), owner.lang());
        return new MyDataView.Followed(
                follow.id().toString(),
                follow.pageTitle(),
                follow.pageUrl(),
                SubscriptionListView.since(messages, words, owner.lang(), follow));
    }

    private MyDataView.Item item(Owner owner, Comment comment) {
        var words = new StatusText(messages, owner.site(), owner.lang());
        return new MyDataView.Item(
                comment.id().toString(),
                comment.ownPage().title(),
                comment.ownPage().url(),
                words.now(comment),
                comment.createdAt().toString(),
                words.moment(comment.createdAt()),
                StatusText.inert(comment),
                receipts.statusUrl(receipts.of(comment)));
    }
}

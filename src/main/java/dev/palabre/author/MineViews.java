package dev.palabre.author;

import dev.palabre.author.MineDoor.Owner;
import dev.palabre.comment.Comment;
import dev.palabre.comment.Receipts;
import dev.palabre.comment.StatusText;
import dev.palabre.follow.Follow;
import dev.palabre.kernel.template.Messages;
import dev.palabre.request.Request;
import java.util.List;

/** From somebody's comments to the page that lists them. */
final class MineViews {
    private final Receipts receipts;
    private final AuthorPages pages;
    private final Messages messages;

    MineViews(Receipts receipts, AuthorPages pages, Messages messages) {
        this.receipts = receipts;
        this.pages = pages;
        this.messages = messages;
    }

    /** The page; {@code done} says what was done just now, and is empty for nothing. */
    MineView of(
            Owner owner,
            List<Comment> comments,
            List<Follow> follows,
            List<Request> requests,
            boolean muted,
            String done) {
        var lang = owner.lang();
        return new MineView(
                lang,
                pages.direction(lang),
                pages.say(lang, "author.mine.title"),
                pages.to("/assets"),
                owner.site().name(),
                owner.email(),
                pages.to("/sites/" + owner.site().key() + "/mine"),
                muted,
                done,
                comments.stream().map(comment -> item(owner, comment)).toList(),
                requests.stream()
                        .map(request -> AskedRequests.Asked.of(messages, owner.site(), lang, request))
                        .toList(),
                follows.stream().map(follow -> followed(owner, follow)).toList());
    }

    private MineView.Followed followed(Owner owner, Follow follow) {
        var words = new StatusText(messages, owner.site(), owner.lang());
        return new MineView.Followed(
                follow.id().toString(),
                follow.pageTitle(),
                follow.pageUrl(),
                FollowedPages.since(messages, words, owner.lang(), follow));
    }

    private MineView.Item item(Owner owner, Comment comment) {
        var words = new StatusText(messages, owner.site(), owner.lang());
        return new MineView.Item(
                comment.id().toString(),
                comment.page().title(),
                comment.page().url(),
                words.now(comment),
                comment.createdAt().toString(),
                words.moment(comment.createdAt()),
                StatusText.inert(comment),
                receipts.statusUrl(receipts.of(comment)));
    }
}

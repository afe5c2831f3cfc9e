package dev.palabre.author;

import dev.palabre.author.MineDoor.Owner;
import dev.palabre.author.StatusRoutes.NoticeLink;
import dev.palabre.author.VisitorRecords.Kept;
import dev.palabre.comment.Authors;
import dev.palabre.comment.Comment;
import dev.palabre.comment.Comments;
import dev.palabre.comment.Edits;
import dev.palabre.comment.FormerText;
import dev.palabre.comment.StatusChange;
import dev.palabre.comment.StatusText;
import dev.palabre.follow.Follow;
import dev.palabre.follow.Follows;
import dev.palabre.kernel.http.Json;
import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.template.Messages;
import dev.palabre.mail.Outbox;
import dev.palabre.request.Request;
import dev.palabre.request.Requests;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that is kept of somebody on a site, as a file to take along: JSON, or a page that needs nothing else. */
final class Download {
    private final Comments comments;
    private final Authors authors;
    private final Edits edits;
    private final Outbox outbox;
    private final Follows follows;
    private final Requests requests;
    private final VisitorRecords records;
    private final AuthorPages pages;
    private final Messages messages;
    private final Links links;

    /** All that is kept, as JSON has it. */
    record Data(
            String site,
            String address,
            String email,
            String madeAt,
            List<Item> comments,
            List<FollowedPages.Json> follows,
            List<AskedRequests.Json> requests,
            List<Sent> mails,
            List<Map<String, @Nullable Object>> consents) {}

    record Item(
            String id,
            String page,
            String pageTitle,
            String status,
            String createdAt,
            @Nullable String publishedAt,
            @Nullable String editedAt,
            String lang,
            String publicName,
            @Nullable String lastName,
            @Nullable String firstName,
            String text,
            boolean muted,
            @Nullable NoticeLink notice,
            List<Step> history,
            List<Former> formerTexts) {}

    record Step(String status, String at, @Nullable String reason) {}

    record Former(String text, String replacedAt) {}

    record Sent(String kind, String state, String at) {}

    record View(
            String lang,
            String dir,
            String title,
            String siteName,
            String siteAddress,
            String email,
            String date,
            List<Entry> entries,
            List<FollowedPage> follows,
            List<AskedRequests.Asked> requests,
            List<String> consents) {}

    record FollowedPage(String pageTitle, String page, String since) {}

    record Entry(
            String pageTitle,
            String page,
            String statusText,
            String date,
            String publicName,
            String lastName,
            String firstName,
            String html,
            @Nullable NoticeLink notice,
            List<Former> former) {}

    Download(
            Comments comments,
            Authors authors,
            Edits edits,
            Outbox outbox,
            Follows follows,
            Requests requests,
            VisitorRecords records,
            AuthorPages pages,
            Messages messages,
            Links links) {
        this.comments = comments;
        this.authors = authors;
        this.edits = edits;
        this.outbox = outbox;
        this.follows = follows;
        this.requests = requests;
        this.records = records;
        this.pages = pages;
        this.messages = messages;
        this.links = links;
    }

    /**
     * All comments of an address, and what was recorded of the visitor's choices.
     *
     * @param ctx a request that may remember under which number
     * @param number as they typed it, empty for none
     */
    Future<Reply> all(RoutingContext ctx, Owner owner, String number, boolean asPage) {
        var site = owner.site();
        return records.of(site, ctx, number, owner.lang()).compose(kept -> authors.byAddress(
                        site.id(), owner.address(), MineRoutes.MOST)
                .compose(found -> file(site, owner.address(), owner.email(), found, kept, owner.lang(), asPage)));
    }

    /** One comment. */
    Future<Reply> one(Site site, Comment comment, UUID addressId, String email, String lang, boolean asPage) {
        return file(site, addressId, email, List.of(comment), List.of(), lang, asPage);
    }

    private Future<Reply> file(
            Site site,
            UUID addressId,
            String email,
            List<Comment> found,
            List<Kept> kept,
            String lang,
            boolean asPage) {
        if (asPage) {
            return Future.all(
                            items(site, found, lang),
                            follows.byAddress(site.id(), addressId),
                            requests.byAddress(site.id(), addressId))
                    .map(all -> view(site, email, found, all.resultAt(0), all.resultAt(1), all.resultAt(2), kept, lang))
                    .map(view -> attached(Reply.html(200, pages.render("author-data", view)), site, "html"));
        }
        return Future.all(
                        items(site, found, lang),
                        outbox.sentTo(site.id(), addressId),
                        follows.byAddress(site.id(), addressId),
                        requests.byAddress(site.id(), addressId))
                .map(both -> new Data(
                        site.name(),
                        site.origins().get(0),
                        email,
                        Instant.now().toString(),
                        both.resultAt(0),
                        both.<List<Follow>>resultAt(2).stream()
                                .map(FollowedPages.Json::of)
                                .toList(),
                        both.<List<Request>>resultAt(3).stream()
                                .map(AskedRequests.Json::of)
                                .toList(),
                        both.<List<Outbox.Trace>>resultAt(1).stream()
                                .map(each -> new Sent(
                                        each.kind(), each.state(), each.at().toString()))
                                .toList(),
                        kept.stream().map(Kept::json).toList()))
                .map(data -> attached(Reply.of(200, Reply.JSON, Buffer.buffer(Json.text(data))), site, "json"));
    }

    private Future<List<Item>> items(Site site, List<Comment> found, String lang) {
        var ids = found.stream().map(Comment::id).toList();
        return comments.histories(site.id(), ids)
                .compose(histories -> edits.former(site.id(), ids).map(former -> found.stream()
                        .map(comment -> item(
                                comment,
                                NoticeLink.of(links, site.key(), comment, lang),
                                histories.getOrDefault(comment.id(), List.of()),
                                former.getOrDefault(comment.id(), List.of())))
                        .toList()));
    }

    private static Item item(
            Comment comment, @Nullable NoticeLink notice, List<StatusChange> history, List<FormerText> former) {
        return new Item(
                comment.id().toString(),
                comment.page().url(),
                comment.page().title(),
                comment.status().wire(),
                comment.createdAt().toString(),
                text(comment.publishedAt()),
                text(comment.editedAt()),
                comment.lang(),
                comment.name(),
                comment.lastName(),
                comment.firstName(),
                comment.text(),
                comment.muted(),
                notice,
                history.stream()
                        .map(step -> new Step(step.status().wire(), step.at().toString(), step.reason()))
                        .toList(),
                former.stream()
                        .map(each -> new Former(each.text(), each.replacedAt().toString()))
                        .toList());
    }

    private View view(
            Site site,
            String email,
            List<Comment> found,
            List<Item> items,
            List<Follow> followed,
            List<Request> asked,
            List<Kept> kept,
            String lang) {
        var words = new StatusText(messages, site, lang);
        var entries = new ArrayList<Entry>();
        for (var i = 0; i < found.size(); i++) {
            var comment = found.get(i);
            entries.add(new Entry(
                    comment.page().title(),
                    comment.page().url(),
                    words.now(comment),
                    words.moment(comment.createdAt()),
                    comment.name(),
                    comment.lastName() == null ? "" : comment.lastName(),
                    comment.firstName() == null ? "" : comment.firstName(),
                    StatusText.inert(comment),
                    items.get(i).notice(),
                    items.get(i).formerTexts()));
        }
        return new View(
                lang,
                messages.direction(lang),
                messages.get(lang, "author.data.title"),
                site.name(),
                site.origins().get(0),
                email,
                words.moment(Instant.now()),
                entries,
                followed.stream()
                        .map(each -> new FollowedPage(
                                each.pageTitle(), each.pageUrl(), FollowedPages.since(messages, words, lang, each)))
                        .toList(),
                asked.stream()
                        .map(each -> AskedRequests.Asked.of(messages, site, lang, each))
                        .toList(),
                kept.stream().map(Kept::sentence).toList());
    }

    private static Reply attached(Reply reply, Site site, String ending) {
        return reply.with("Content-Disposition", "attachment; filename=\"" + site.key() + "-comments." + ending + "\"")
                .with("Cache-Control", "private, no-store");
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}

package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.Revision;
import dev.palabre.comment.model.StatusChange;
import dev.palabre.comment.model.StatusText;
import dev.palabre.comment.write.Comments;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.Response;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.privacy.selfservice.AuthorAuth.Owner;
import dev.palabre.privacy.selfservice.ConsentRecordLookup.Kept;
import dev.palabre.privacy.selfservice.StatusRoutes.NoticeLink;
import dev.palabre.site.Site;
import dev.palabre.subscription.Subscription;
import dev.palabre.subscription.Subscriptions;
import dev.palabre.template.Messages;
import dev.palabre.text.Json;
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
final class PersonalDataExport {
    private final Comments comments;
    private final AuthorActions authors;
    private final CommentEdits edits;
    private final Outbox outbox;
    private final Subscriptions follows;
    private final DataRequests requests;
    private final ConsentRecordLookup records;
    private final AuthorPages pages;
    private final Messages messages;
    private final PublicUrl links;

    /** All that is kept, as JSON has it. */
    record Data(
            String site,
            String address,
            String email,
            String madeAt,
            List<Item> comments,
            List<SubscriptionListView.Json> follows,
            List<DataRequestListView.Json> requests,
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
            List<DataRequestListView.Asked> requests,
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

    PersonalDataExport(
            Comments comments,
            AuthorActions authors,
            CommentEdits edits,
            Outbox outbox,
            Subscriptions follows,
            DataRequests requests,
            ConsentRecordLookup records,
            AuthorPages pages,
            Messages messages,
            PublicUrl links) {
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
    Future<Response> all(RoutingContext ctx, Owner owner, String number, boolean asPage) {
        var site = owner.site();
        return records.of(site, ctx, number, owner.lang()).compose(kept -> authors.byAddress(
                        site.id(), owner.address(), MyDataLoginRoutes.MOST)
                .compose(found -> file(site, owner.address(), owner.email(), found, kept, owner.lang(), asPage)));
    }

    /** One comment. */
    Future<Response> one(Site site, Comment comment, UUID addressId, String email, String lang, boolean asPage) {
        return file(site, addressId, email, List.of(comment), List.of(), lang, asPage);
    }

    private Future<Response> file(
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
                    .map(view -> attached(Response.html(200, pages.render("author-data", view)), site, "html"));
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
                        both.<List<Subscription>>resultAt(2).stream()
                                .map(SubscriptionListView.Json::of)
                                .toList(),
                        both.<List<DataRequest>>resultAt(3).stream()
                                .map(DataRequestListView.Json::of)
                                .toList(),
                        both.<List<Outbox.Trace>>resultAt(1).stream()
                                .map(each -> new Sent(
                                        each.kind(), each.state(), each.at().toString()))
                                .toList(),
                        kept.stream().map(Kept::json).toList()))
                .map(data -> attached(Response.of(200, Response.JSON, Buffer.buffer(Json.text(data))), site, "json"));
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
            Comment comment, @Nullable NoticeLink notice, List<StatusChange> history, List<Revision> former) {
        return new Item(
                comment.id().toString(),
                comment.ownPage().url(),
                comment.ownPage().title(),
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
            List<Subscription> followed,
            List<DataRequest> asked,
            List<Kept> kept,
            String lang) {
        var words = new StatusText(messages, site, lang);
        var entries = new ArrayList<Entry>();
        for (var i = 0; i < found.size(); i++) {
            var comment = found.get(i);
            entries.add(new Entry(
                    comment.ownPage().title(),
                    comment.ownPage().url(),
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
                messages.get(lang, "selfservice.data.title"),
                site.name(),
                site.origins().get(0),
                email,
                words.moment(Instant.now()),
                entries,
                followed.stream()
                        .map(each -> new FollowedPage(
                                each.pageTitle(),
                                each.pageUrl(),
                                SubscriptionListView.since(messages, words, lang, each)))
                        .toList(),
                asked.stream()
                        .map(each -> DataRequestListView.Asked.of(messages, site, lang, each))
                        .toList(),
                kept.stream().map(Kept::sentence).toList());
    }

    private static Response attached(Response reply, Site site, String ending) {
        return reply.with("Content-Disposition", "attachment; filename=\"" + site.key() + "-comments." + ending + "\"")
                .with("Cache-Control", "private, no-store");
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}

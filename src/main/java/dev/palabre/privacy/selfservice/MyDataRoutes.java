package dev.palabre.privacy.selfservice;

import dev.palabre.address.AddressStore;
import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentErasure;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.Database;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.Params;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.privacy.selfservice.AuthorAuth.Owner;
import dev.palabre.privacy.selfservice.AuthorPages.Frame;
import dev.palabre.site.SiteHandler;
import dev.palabre.subscription.Subscriptions;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything under one's address on a site: to see, take along, correct, erase, and to stop mails. */
final class MyDataRoutes {
    private static final Set<String> DONE = Set.of("erase", "correct", "stop", "resume", "confirm", "unfollow");
    private static final String ASKED = DataRequestRoutes.DONE;

    private final Needs needs;
    private final AuthorAuth door;
    private final AuthorPages pages;
    private final MyDataPresenter views;
    private final AddressStore addresses = new AddressStore();

    /** What the pages work with. */
    record Needs(
            Database database,
            Comments comments,
            AuthorActions authors,
            CommentErasure erasure,
            Receipts receipts,
            PersonalDataExport download,
            Subscriptions follows,
            DataRequests requests,
            AuthorSession session,
            CsrfCheck sameOrigin,
            AuthorAuth door) {}

    MyDataRoutes(Needs needs, AuthorPages pages, Messages messages) {
        this.needs = needs;
        this.door = needs.door();
        this.pages = pages;
        this.views = new MyDataPresenter(needs.receipts(), pages, messages);
    }

    void mount(Router router) {
        router.get("/sites/:site/mine/all").handler(Response.handler(ctx -> door.within(ctx, this::list)));
        door.page(
                router,
                "/sites/:site/mine/all.json",
                (ctx, owner) -> file(ctx, owner, "", false),
                (ctx, owner) -> file(ctx, owner, number(ctx), false));
        door.page(
                router,
                "/sites/:site/mine/all.html",
                (ctx, owner) -> file(ctx, owner, "", true),
                (ctx, owner) -> file(ctx, owner, number(ctx), true));
        door.page(router, "/sites/:site/mine/stop", (ctx, owner) -> asked(ctx, owner, "stop"), this::stop);
        door.page(router, "/sites/:site/mine/resume", (ctx, owner) -> asked(ctx, owner, "resume"), this::resume);
        door.page(router, "/sites/:site/mine/erase", (ctx, owner) -> asked(ctx, owner, "erase"), this::eraseAll);
        door.post(router, "/sites/:site/mine/follows/:id/end", this::unfollow);
        router.post("/sites/:site/mine/leave").handler(Response.handler(this::leave));
    }

    private Future<Response> list(RoutingContext ctx, Owner owner) {
        var done = Params.query(ctx, "done");
        return Future.all(
                        needs.authors().byAddress(owner.site().id(), owner.address(), MyDataLoginRoutes.MOST),
                        needs.database()
                                .query(client ->
                                        addresses.isMuted(client, owner.site().id(), owner.address())),
                        needs.follows().byAddress(owner.site().id(), owner.address()),
                        needs.requests().byAddress(owner.site().id(), owner.address()))
                .map(all -> {
                    List<DataRequest> requests = all.resultAt(3);
                    return pages.rendered(
                            ctx,
                            "author-mine",
                            views.of(
                                    owner,
                                    all.resultAt(0),
                                    all.resultAt(2),
                                    requests,
                                    all.resultAt(1),
                                    said(owner, done, requests)));
                });
    }

    private String said(Owner owner, @Nullable String done, List<DataRequest> requests) {
        if (ASKED.equals(done) && !requests.isEmpty()) {
            var due = owner.site().dates(owner.lang()).day(requests.get(0).dueAt());
            return pages.say(owner.lang(), "request.done", Map.of("date", due));
        }
        return done != null && DONE.contains(done) ? pages.say(owner.lang(), "author.mine.done." + done) : "";
    }

    private Future<Response> file(RoutingContext ctx, Owner owner, String number, boolean asPage) {
        return needs.download().all(ctx, owner, number, asPage);
    }

    /** Of the receipt of a visitor's choices. */
    private record Receipted(@Nullable String consent) {}

    private static String number(RoutingContext ctx) {
        var typed = RequestBody.read(ctx, Receipted.class).consent();
        return typed == null ? "" : typed.strip();
    }

    private Future<Response> stop(RoutingContext ctx, Owner owner) {
        return needs.follows().stopAll(owner.site().id(), owner.address()).map(done -> door.back(owner, "stop"));
    }

    private Future<Response> unfollow(RoutingContext ctx, Owner owner) {
        return needs.follows()
                .end(owner.site().id(), Params.id(ctx, "id"), owner.address())
                .map(done -> door.back(owner, "unfollow"));
    }

    private Future<Response> resume(RoutingContext ctx, Owner owner) {
        return needs.database()
                .query(client -> addresses.mute(client, owner.site().id(), owner.address(), false))
                .map(done -> door.back(owner, "resume"));
    }

    private Future<Response> eraseAll(RoutingContext ctx, Owner owner) {
        return needs.database()
                .transaction(client -> needs.authors()
                        .lockByAddress(client, owner.site().id(), owner.address(), MyDataLoginRoutes.MOST)
                        .compose(all -> needs.follows()
                                .endAll(client, owner.site().id(), owner.address())
                                .compose(ended -> needs.requests()
                                        .forget(client, owner.site().id(), owner.address()))
                                .compose(forgotten -> oneByOne(client, all))
                                .compose(erased ->
                                        addresses.drop(client, owner.site().id(), owner.address()))
                                .map(all)))
                .map(all -> {
                    all.forEach(needs.comments()::afterCommit);
                    return pages.said(
                                    ctx,
                                    new Frame(
                                            owner.site(),
                                            owner.lang(),
                                            owner.site().origins().get(0),
                                            pages.say(owner.lang(), "author.toSite")),
                                    pages.say(owner.lang(), "author.done.title"),
                                    pages.say(owner.lang(), "author.done.eraseAll"))
                            .with("Set-Cookie", needs.session().end());
                });
    }

    private Future<Void> oneByOne(SqlClient client, List<Comment> all) {
        var done = Future.<Void>succeededFuture();
        for (var comment : all) {
            done = done.compose(ok -> needs.erasure().erase(client, comment));
        }
        return done;
    }

    private Future<Response> leave(RoutingContext ctx) {
        needs.sameOrigin().require(ctx);
        var site = SiteHandler.site(ctx);
        return needs.session().revoke(ctx, site).map(ended -> door.start(site)
                .with("Set-Cookie", needs.session().end()));
    }

    private Future<Response> asked(RoutingContext ctx, Owner owner, String what) {
        var asking = door.asking(owner, "author.mine." + what + ".", "/" + what, null, what.equals("erase"));
        return Future.succeededFuture(pages.asked(ctx, 200, door.frame(owner), asking, null));
    }
}

package dev.palabre.author;

import dev.palabre.author.AuthorPages.Frame;
import dev.palabre.author.MineDoor.Owner;
import dev.palabre.comment.Authors;
import dev.palabre.comment.Comment;
import dev.palabre.comment.Comments;
import dev.palabre.comment.Erasure;
import dev.palabre.comment.Receipts;
import dev.palabre.follow.Follows;
import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.template.Messages;
import dev.palabre.mail.AddressStore;
import dev.palabre.request.Request;
import dev.palabre.request.Requests;
import dev.palabre.signin.SameOrigin;
import dev.palabre.site.SiteDoor;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything under one's address on a site: to see, take along, correct, erase, and to stop mails. */
final class MineListRoutes {
    private static final Set<String> DONE = Set.of("erase", "correct", "stop", "resume", "confirm", "unfollow");
    private static final String ASKED = MineAskRoutes.DONE;

    private final Needs needs;
    private final MineDoor door;
    private final AuthorPages pages;
    private final MineViews views;
    private final AddressStore addresses = new AddressStore();

    /** What the pages work with. */
    record Needs(
            Database database,
            Comments comments,
            Authors authors,
            Erasure erasure,
            Receipts receipts,
            Download download,
            Follows follows,
            Requests requests,
            MineSession session,
            SameOrigin sameOrigin,
            MineDoor door) {}

    MineListRoutes(Needs needs, AuthorPages pages, Messages messages) {
        this.needs = needs;
        this.door = needs.door();
        this.pages = pages;
        this.views = new MineViews(needs.receipts(), pages, messages);
    }

    void mount(Router router) {
        router.get("/sites/:site/mine/all").handler(Reply.handler(ctx -> door.within(ctx, this::list)));
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
        router.post("/sites/:site/mine/leave").handler(Reply.handler(this::leave));
    }

    private Future<Reply> list(RoutingContext ctx, Owner owner) {
        var done = Params.query(ctx, "done");
        return Future.all(
                        needs.authors().byAddress(owner.site().id(), owner.address(), MineRoutes.MOST),
                        needs.database()
                                .query(client ->
                                        addresses.isMuted(client, owner.site().id(), owner.address())),
                        needs.follows().byAddress(owner.site().id(), owner.address()),
                        needs.requests().byAddress(owner.site().id(), owner.address()))
                .map(all -> {
                    List<Request> requests = all.resultAt(3);
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

    private String said(Owner owner, @Nullable String done, List<Request> requests) {
        if (ASKED.equals(done) && !requests.isEmpty()) {
            var due = owner.site().dates(owner.lang()).day(requests.get(0).dueAt());
            return pages.say(owner.lang(), "request.done", Map.of("date", due));
        }
        return done != null && DONE.contains(done) ? pages.say(owner.lang(), "author.mine.done." + done) : "";
    }

    private Future<Reply> file(RoutingContext ctx, Owner owner, String number, boolean asPage) {
        return needs.download().all(ctx, owner, number, asPage);
    }

    /** Of the receipt of a visitor's choices. */
    private record Receipted(@Nullable String consent) {}

    private static String number(RoutingContext ctx) {
        var typed = Bodies.read(ctx, Receipted.class).consent();
        return typed == null ? "" : typed.strip();
    }

    private Future<Reply> stop(RoutingContext ctx, Owner owner) {
        return needs.follows().stopAll(owner.site().id(), owner.address()).map(done -> door.back(owner, "stop"));
    }

    private Future<Reply> unfollow(RoutingContext ctx, Owner owner) {
        return needs.follows()
                .end(owner.site().id(), Params.id(ctx, "id"), owner.address())
                .map(done -> door.back(owner, "unfollow"));
    }

    private Future<Reply> resume(RoutingContext ctx, Owner owner) {
        return needs.database()
                .query(client -> addresses.mute(client, owner.site().id(), owner.address(), false))
                .map(done -> door.back(owner, "resume"));
    }

    private Future<Reply> eraseAll(RoutingContext ctx, Owner owner) {
        return needs.database()
                .transaction(client -> needs.authors()
                        .lockByAddress(client, owner.site().id(), owner.address(), MineRoutes.MOST)
                        .compose(all -> needs.follows()
                                .endAll(client, owner.site().id(), owner.address())
                                .compose(ended -> needs.requests()
                                        .forget(client, owner.site().id(), owner.address()))
                                .compose(forgotten -> oneByOne(client, all))
                                .compose(erased ->
                                        addresses.drop(client, owner.site().id(), owner.address()))
                                .map(all)))
                .map(all -> {
                    all.forEach(needs.comments()::settled);
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

    private Future<Reply> leave(RoutingContext ctx) {
        needs.sameOrigin().require(ctx);
        return Future.succeededFuture(door.start(SiteDoor.site(ctx))
                .with("Set-Cookie", needs.session().end()));
    }

    private Future<Reply> asked(RoutingContext ctx, Owner owner, String what) {
        var asking = door.asking(owner, "author.mine." + what + ".", "/" + what, null, what.equals("erase"));
        return Future.succeededFuture(pages.asked(ctx, 200, door.frame(owner), asking, null));
    }
}

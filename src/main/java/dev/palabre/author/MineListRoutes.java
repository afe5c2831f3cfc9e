package dev.palabre.author;

import dev.palabre.author.ActView.Button;
import dev.palabre.author.AuthorPages.Asked;
import dev.palabre.author.AuthorPages.Frame;
import dev.palabre.author.Corrections.Correction;
import dev.palabre.author.Corrections.Typed;
import dev.palabre.comment.Authors;
import dev.palabre.comment.Comment;
import dev.palabre.comment.Comments;
import dev.palabre.comment.Erasure;
import dev.palabre.comment.Receipts;
import dev.palabre.comment.StatusText;
import dev.palabre.follow.Follows;
import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.template.Messages;
import dev.palabre.mail.AddressStore;
import dev.palabre.signin.SameOrigin;
import dev.palabre.site.Site;
import dev.palabre.site.SiteDoor;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Everything under one's address on a site: to see, take along, correct, erase, and to stop mails. */
final class MineListRoutes {
    private static final Set<String> DONE = Set.of("erase", "correct", "stop", "resume", "confirm", "unfollow");

    private final Needs needs;
    private final AuthorPages pages;
    private final Messages messages;
    private final MineViews views;
    private final AddressStore addresses = new AddressStore();

    /** What the pages work with. */
    record Needs(
            Database database,
            Comments comments,
            Authors authors,
            Erasure erasure,
            Receipts receipts,
            Corrections corrections,
            Download download,
            Follows follows,
            MineSession session,
            SameOrigin sameOrigin) {}

    /** Somebody who is known to read an address's mails. */
    record Owner(Site site, UUID address, String email, String lang) {}

    MineListRoutes(Needs needs, AuthorPages pages, Messages messages) {
        this.needs = needs;
        this.pages = pages;
        this.messages = messages;
        this.views = new MineViews(needs.receipts(), pages, messages);
    }

    void mount(Router router) {
        router.get("/sites/:site/mine/all").handler(Reply.handler(ctx -> within(ctx, this::list)));
        page(
                router,
                "/sites/:site/mine/all.json",
                (ctx, owner) -> file(ctx, owner, "", false),
                (ctx, owner) -> file(ctx, owner, number(ctx), false));
        page(
                router,
                "/sites/:site/mine/all.html",
                (ctx, owner) -> file(ctx, owner, "", true),
                (ctx, owner) -> file(ctx, owner, number(ctx), true));
        page(router, "/sites/:site/mine/stop", (ctx, owner) -> asked(ctx, owner, "stop"), this::stop);
        page(router, "/sites/:site/mine/resume", (ctx, owner) -> asked(ctx, owner, "resume"), this::resume);
        page(router, "/sites/:site/mine/erase", (ctx, owner) -> asked(ctx, owner, "erase"), this::eraseAll);
        page(router, "/sites/:site/mine/comments/:id/erase", this::askErase, this::erase);
        page(router, "/sites/:site/mine/comments/:id/correct", this::askCorrect, this::correct);
        post(router, "/sites/:site/mine/follows/:id/end", this::unfollow);
        router.post("/sites/:site/mine/leave").handler(Reply.handler(this::leave));
    }

    private void page(
            Router router,
            String path,
            BiFunction<RoutingContext, Owner, Future<Reply>> shown,
            BiFunction<RoutingContext, Owner, Future<Reply>> done) {
        router.get(path).handler(Reply.handler(ctx -> within(ctx, shown)));
        post(router, path, done);
    }

    private void post(Router router, String path, BiFunction<RoutingContext, Owner, Future<Reply>> done) {
        router.post(path).handler(Reply.handler(ctx -> {
            needs.sameOrigin().require(ctx);
            return within(ctx, done);
        }));
    }

    /** Only for whom the session knows, and while the address is kept; anybody else begins at the beginning. */
    private Future<Reply> within(RoutingContext ctx, BiFunction<RoutingContext, Owner, Future<Reply>> inside) {
        var site = SiteDoor.site(ctx);
        var lang = SiteDoor.language(ctx, messages, Params.query(ctx, "lang"));
        var address = needs.session().address(ctx, site);
        if (address.isEmpty()) {
            return Future.succeededFuture(start(site));
        }
        return needs.database()
                .query(client -> addresses.find(client, site.id(), address.get()))
                .compose(email -> email.isEmpty()
                        ? Future.succeededFuture(
                                start(site).with("Set-Cookie", needs.session().end()))
                        : inside.apply(ctx, new Owner(site, address.get(), email.get(), lang)));
    }

    private Future<Reply> list(RoutingContext ctx, Owner owner) {
        var done = Params.query(ctx, "done");
        return Future.all(
                        needs.authors().byAddress(owner.site().id(), owner.address(), MineRoutes.MOST),
                        needs.database()
                                .query(client ->
                                        addresses.isMuted(client, owner.site().id(), owner.address())),
                        needs.follows().byAddress(owner.site().id(), owner.address()))
                .map(all -> pages.rendered(
                        ctx,
                        "author-mine",
                        views.of(owner, all.resultAt(0), all.resultAt(2), all.resultAt(1), said(owner, done))));
    }

    private String said(Owner owner, @Nullable String done) {
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
        return needs.follows().stopAll(owner.site().id(), owner.address()).map(done -> back(owner, "stop"));
    }

    private Future<Reply> unfollow(RoutingContext ctx, Owner owner) {
        return needs.follows()
                .end(owner.site().id(), Params.id(ctx, "id"), owner.address())
                .map(done -> back(owner, "unfollow"));
    }

    private Future<Reply> resume(RoutingContext ctx, Owner owner) {
        return needs.database()
                .query(client -> addresses.mute(client, owner.site().id(), owner.address(), false))
                .map(done -> back(owner, "resume"));
    }

    private Future<Reply> eraseAll(RoutingContext ctx, Owner owner) {
        return needs.database()
                .transaction(client -> needs.authors()
                        .lockByAddress(client, owner.site().id(), owner.address(), MineRoutes.MOST)
                        .compose(all -> needs.follows()
                                .endAll(client, owner.site().id(), owner.address())
                                .compose(ended -> oneByOne(client, all))
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

    private Future<Reply> askErase(RoutingContext ctx, Owner owner) {
        return own(ctx, owner).map(comment -> {
            var path = "/comments/" + comment.id() + "/erase";
            return pages.asked(
                    ctx,
                    200,
                    frame(owner),
                    asking(owner, "author.right.erase.", path, comment, true),
                    StatusText.inert(comment));
        });
    }

    private Future<Reply> erase(RoutingContext ctx, Owner owner) {
        return own(ctx, owner)
                .compose(seen -> needs.database().transaction(client -> theirs(client, owner, seen)
                        .compose(comment ->
                                needs.erasure().erase(client, comment).map(comment))))
                .map(erased -> {
                    needs.comments().settled(erased);
                    return back(owner, "erase");
                });
    }

    private Future<Reply> askCorrect(RoutingContext ctx, Owner owner) {
        return own(ctx, owner).map(comment -> form(ctx, owner, comment, Typed.of(comment, owner.email()), null));
    }

    private Future<Reply> correct(RoutingContext ctx, Owner owner) {
        var typed = Corrections.typed(ctx);
        return own(ctx, owner).compose(seen -> Future.succeededFuture(typed)
                .map(words -> needs.corrections().checked(owner.site(), words, owner.email()))
                .compose(correction -> corrected(owner, seen, correction))
                .recover(failure -> failure instanceof Problem problem
                                && (problem.kind() == Kind.INVALID || problem.kind() == Kind.TOO_MANY)
                        ? Future.succeededFuture(form(ctx, owner, seen, typed, problem))
                        : Future.failedFuture(failure)));
    }

    private Future<Reply> corrected(Owner owner, Comment seen, Correction correction) {
        return needs.database()
                .transaction(client -> theirs(client, owner, seen)
                        .compose(comment -> needs.corrections().apply(client, owner.site(), comment, correction)))
                .map(done -> {
                    needs.comments().settled(seen);
                    return back(owner, correction.address() == null ? "correct" : "confirm");
                });
    }

    private Future<Reply> leave(RoutingContext ctx) {
        needs.sameOrigin().require(ctx);
        return Future.succeededFuture(
                start(SiteDoor.site(ctx)).with("Set-Cookie", needs.session().end()));
    }

    /** The comment of the path, which does not exist for anybody but its author. */
    private Future<Comment> own(RoutingContext ctx, Owner owner) {
        return needs.comments().find(owner.site().id(), Params.id(ctx, "id")).map(found -> found.filter(
                        comment -> owner.address().equals(comment.addressId()))
                .orElseThrow(Problem::notFound));
    }

    private Future<Comment> theirs(SqlClient client, Owner owner, Comment seen) {
        return needs.authors().locked(client, seen).map(comment -> {
            if (!owner.address().equals(comment.addressId())) {
                throw Problem.notFound();
            }
            return comment;
        });
    }

    private Reply form(RoutingContext ctx, Owner owner, Comment comment, Typed typed, @Nullable Problem refused) {
        var path = "/comments/" + comment.id() + "/correct";
        return pages.asked(
                ctx,
                frame(owner),
                asking(owner, "author.right.correct.", path, comment, false),
                refused,
                needs.corrections().fields(owner.site(), owner.lang(), typed, refused));
    }

    private Future<Reply> asked(RoutingContext ctx, Owner owner, String what) {
        var asking = asking(owner, "author.mine." + what + ".", "/" + what, null, what.equals("erase"));
        return Future.succeededFuture(pages.asked(ctx, 200, frame(owner), asking, null));
    }

    private Asked asking(Owner owner, String words, String path, @Nullable Comment comment, boolean grave) {
        var values = Map.of("title", comment == null ? "" : comment.page().title(), "address", owner.email());
        return new Asked(
                pages.say(owner.lang(), words + "title"),
                List.of(pages.say(owner.lang(), words + "lead", values)),
                base(owner.site()) + path,
                List.of(new Button("act", "1", pages.say(owner.lang(), words + "button"))),
                grave);
    }

    private Frame frame(Owner owner) {
        return new Frame(
                owner.site(), owner.lang(), base(owner.site()) + "/all", pages.say(owner.lang(), "author.mine.back"));
    }

    private Reply back(Owner owner, String done) {
        return Reply.seeOther(base(owner.site()) + "/all?done=" + done);
    }

    private Reply start(Site site) {
        return Reply.seeOther(base(site));
    }

    private String base(Site site) {
        return pages.to("/sites/" + site.key() + "/mine");
    }
}

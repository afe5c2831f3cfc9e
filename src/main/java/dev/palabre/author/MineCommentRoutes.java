package dev.palabre.author;

import dev.palabre.author.Corrections.Correction;
import dev.palabre.author.Corrections.Typed;
import dev.palabre.author.MineDoor.Owner;
import dev.palabre.comment.Authors;
import dev.palabre.comment.Comment;
import dev.palabre.comment.Comments;
import dev.palabre.comment.Erasure;
import dev.palabre.comment.StatusText;
import dev.palabre.kernel.http.Params;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.sql.Database;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import org.jspecify.annotations.Nullable;

/** What somebody does with one of the comments under their address: erase it, correct who they are. */
final class MineCommentRoutes {
    private final Database database;
    private final Comments comments;
    private final Authors authors;
    private final Erasure erasure;
    private final Corrections corrections;
    private final MineDoor door;
    private final AuthorPages pages;

    MineCommentRoutes(
            Database database,
            Comments comments,
            Authors authors,
            Erasure erasure,
            Corrections corrections,
            MineDoor door,
            AuthorPages pages) {
        this.database = database;
        this.comments = comments;
        this.authors = authors;
        this.erasure = erasure;
        this.corrections = corrections;
        this.door = door;
        this.pages = pages;
    }

    void mount(Router router) {
        door.page(router, "/sites/:site/mine/comments/:id/erase", this::askErase, this::erase);
        door.page(router, "/sites/:site/mine/comments/:id/correct", this::askCorrect, this::correct);
    }

    private Future<Reply> askErase(RoutingContext ctx, Owner owner) {
        return own(ctx, owner).map(comment -> {
            var path = "/comments/" + comment.id() + "/erase";
            return pages.asked(
                    ctx,
                    200,
                    door.frame(owner),
                    door.asking(owner, "author.right.erase.", path, comment, true),
                    StatusText.inert(comment));
        });
    }

    private Future<Reply> erase(RoutingContext ctx, Owner owner) {
        return own(ctx, owner)
                .compose(seen -> database.transaction(client -> theirs(client, owner, seen)
                        .compose(comment -> erasure.erase(client, comment).map(comment))))
                .map(erased -> {
                    comments.settled(erased);
                    return door.back(owner, "erase");
                });
    }

    private Future<Reply> askCorrect(RoutingContext ctx, Owner owner) {
        return own(ctx, owner).map(comment -> form(ctx, owner, comment, Typed.of(comment, owner.email()), null));
    }

    private Future<Reply> correct(RoutingContext ctx, Owner owner) {
        var typed = Corrections.typed(ctx);
        return own(ctx, owner).compose(seen -> Future.succeededFuture(typed)
                .map(words -> corrections.checked(owner.site(), words, owner.email()))
                .compose(correction -> corrected(owner, seen, correction))
                .recover(failure -> failure instanceof Problem problem
                                && (problem.kind() == Kind.INVALID || problem.kind() == Kind.TOO_MANY)
                        ? Future.succeededFuture(form(ctx, owner, seen, typed, problem))
                        : Future.failedFuture(failure)));
    }

    private Future<Reply> corrected(Owner owner, Comment seen, Correction correction) {
        return database.transaction(client -> theirs(client, owner, seen)
                        .compose(comment -> corrections.apply(client, owner.site(), comment, correction)))
                .map(done -> {
                    comments.settled(seen);
                    return door.back(owner, correction.address() == null ? "correct" : "confirm");
                });
    }

    /** The comment of the path, which does not exist for anybody but its author. */
    private Future<Comment> own(RoutingContext ctx, Owner owner) {
        return comments.find(owner.site().id(), Params.id(ctx, "id"))
                .map(found -> found.filter(comment -> owner.address().equals(comment.addressId()))
                        .orElseThrow(Problem::notFound));
    }

    private Future<Comment> theirs(SqlClient client, Owner owner, Comment seen) {
        return authors.locked(client, seen).map(comment -> {
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
                door.frame(owner),
                door.asking(owner, "author.right.correct.", path, comment, false),
                refused,
                corrections.fields(owner.site(), owner.lang(), typed, refused));
    }
}

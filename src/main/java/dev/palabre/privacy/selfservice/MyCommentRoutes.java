package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentErasure;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.StatusText;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.Database;
import dev.palabre.http.Params;
import dev.palabre.http.Response;
import dev.palabre.privacy.selfservice.AuthorAuth.Owner;
import dev.palabre.privacy.selfservice.Corrections.Correction;
import dev.palabre.privacy.selfservice.Corrections.Typed;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import org.jspecify.annotations.Nullable;

/** What somebody does with one of the comments under their address: erase it, correct who they are. */
final class MyCommentRoutes {
    private final Database database;
    private final Comments comments;
    private final AuthorActions authors;
    private final CommentErasure erasure;
    private final Corrections corrections;
    private final AuthorAuth door;
    private final AuthorPages pages;

    MyCommentRoutes(
            Database database,
            Comments comments,
            AuthorActions authors,
            CommentErasure erasure,
            Corrections corrections,
            AuthorAuth door,
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

    private Future<Response> askErase(RoutingContext ctx, Owner owner) {
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

    private Future<Response> erase(RoutingContext ctx, Owner owner) {
        return own(ctx, owner)
                .compose(seen -> database.transaction(client -> theirs(client, owner, seen)
                        .compose(comment -> erasure.erase(client, comment).map(comment))))
                .map(erased -> {
                    comments.afterCommit(erased);
                    return door.back(owner, "erase");
                });
    }

    private Future<Response> askCorrect(RoutingContext ctx, Owner owner) {
        return own(ctx, owner).map(comment -> form(ctx, owner, comment, Typed.of(comment, owner.email()), null));
    }

    private Future<Response> correct(RoutingContext ctx, Owner owner) {
        var typed = Corrections.typed(ctx);
        return own(ctx, owner).compose(seen -> Future.succeededFuture(typed)
                .map(words -> corrections.checked(owner.site(), words, owner.email()))
                .compose(correction -> corrected(owner, seen, correction))
                .recover(failure -> failure instanceof Problem problem
                                && (problem.kind() == Kind.INVALID || problem.kind() == Kind.TOO_MANY)
                        ? Future.succeededFuture(form(ctx, owner, seen, typed, problem))
                        : Future.failedFuture(failure)));
    }

    private Future<Response> corrected(Owner owner, Comment seen, Correction correction) {
        return database.transaction(client -> theirs(client, owner, seen)
                        .compose(comment -> corrections.apply(client, owner.site(), comment, correction)))
                .map(done -> {
                    comments.afterCommit(seen);
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

    private Response form(RoutingContext ctx, Owner owner, Comment comment, Typed typed, @Nullable Problem refused) {
        var path = "/comments/" + comment.id() + "/correct";
        return pages.asked(
                ctx,
                door.frame(owner),
                door.asking(owner, "author.right.correct.", path, comment, false),
                refused,
                corrections.fields(owner.site(), owner.lang(), typed, refused));
    }
}

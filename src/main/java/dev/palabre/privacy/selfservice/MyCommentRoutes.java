package dev.palabre.privacy.selfservice;

import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentErasure;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.StatusText;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.Database;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.privacy.selfservice.Corrections.Correction;
import dev.palabre.privacy.selfservice.Corrections.Typed;
import dev.palabre.privacy.selfservice.page.AuthorPages;
import dev.palabre.problem.Problem;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.SqlClient;
import org.jspecify.annotations.Nullable;

/** Pages on which authors erase one of their comments, or correct its name and address. */
final class MyCommentRoutes implements Routes {
    private final Database database;
    private final Comments comments;
    private final AuthorActions authors;
    private final CommentErasure erasure;
    private final Corrections corrections;
    private final AuthorAuth auth;
    private final AuthorPages pages;
    private final MyDataPages forms;

    MyCommentRoutes(
            Database database,
            Comments comments,
            AuthorActions authors,
            CommentErasure erasure,
            Corrections corrections,
            AuthorAuth auth,
            AuthorPages pages) {
        this.database = database;
        this.comments = comments;
        this.authors = authors;
        this.erasure = erasure;
        this.corrections = corrections;
        this.auth = auth;
        this.pages = pages;
        this.forms = new MyDataPages(auth, pages);
    }

    @Override
    public void mount(Router router) {
        auth.page(router, "/sites/:site/mine/comments/:id/erase", this::confirmErasure, this::erase);
        auth.page(router, "/sites/:site/mine/comments/:id/correct", this::showCorrection, this::correct);
    }

    private Future<Response> confirmErasure(AuthorRequest request) {
        return own(request).map(comment -> {
            var path = "/comments/" + comment.id() + "/erase";
            var form = forms.form(request, "selfservice.right.erase.", path, comment, true);
            return pages.confirmation(200, forms.frame(request), form, StatusText.inert(comment));
        });
    }

    private Future<Response> erase(AuthorRequest request) {
        return own(request)
                .compose(seen -> database.transaction(client -> locked(client, request, seen)
                        .compose(comment -> erasure.erase(client, comment).map(comment))))
                .map(erased -> {
                    comments.afterCommit(erased);
                    return auth.backToList(request.site(), "erase");
                });
    }

    private Future<Response> showCorrection(AuthorRequest request) {
        return own(request).map(comment -> form(request, comment, Typed.of(comment, request.email()), null));
    }

    private Future<Response> correct(AuthorRequest request) {
        var typed = request.body(Typed.class);
        return own(request).compose(seen -> Future.succeededFuture(typed)
                .map(words -> corrections.checked(request.site(), words, request.email()))
                .compose(correction -> corrected(request, seen, correction))
                .recover(failure -> Corrections.isRefusal(failure)
                        ? Future.succeededFuture(form(request, seen, typed, (Problem) failure))
                        : Future.failedFuture(failure)));
    }

    private Future<Response> corrected(AuthorRequest request, Comment seen, Correction correction) {
        return database.transaction(client -> locked(client, request, seen)
                        .compose(comment -> corrections.apply(client, request.site(), comment, correction)))
                .map(done -> {
                    comments.afterCommit(seen);
                    return auth.backToList(request.site(), correction.address() == null ? "correct" : "confirm");
                });
    }

    /** The comment of the path; not found for anybody but its author. */
    private Future<Comment> own(AuthorRequest request) {
        return comments.find(request.site().id(), request.id("id"))
                .map(found -> found.filter(comment -> isOwn(request, comment)).orElseThrow(Problem::notFound));
    }

    private Future<Comment> locked(SqlClient client, AuthorRequest request, Comment seen) {
        return authors.locked(client, seen).map(comment -> {
            if (!isOwn(request, comment)) {
                throw Problem.notFound();
            }
            return comment;
        });
    }

    private static boolean isOwn(AuthorRequest request, Comment comment) {
        return request.addressId().equals(comment.addressId());
    }

    private Response form(AuthorRequest request, Comment comment, Typed typed, @Nullable Problem refused) {
        var path = "/comments/" + comment.id() + "/correct";
        return pages.form(
                forms.frame(request),
                forms.form(request, "selfservice.right.correct.", path, comment, false),
                refused,
                corrections.fields(request.site(), request.lang(), typed, refused));
    }
}

package dev.palabre.privacy.selfservice;

import static dev.palabre.http.Request.handler;

import dev.palabre.comment.lifecycle.CommentEdits;
import dev.palabre.comment.write.Comments;
import dev.palabre.http.Pages;
import dev.palabre.http.Request;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.privacy.selfservice.ReceiptHandler.Opened;
import dev.palabre.privacy.selfservice.StatusPresenter.Progress;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;

/** The status of a comment, for whoever holds its receipt: a page, or JSON. */
final class StatusRoutes implements Routes {
    private final ReceiptHandler receipts;
    private final Comments comments;
    private final CommentEdits edits;
    private final ResponseTimes times;
    private final AuthorActionRoutes actions;
    private final StatusPresenter presenter;
    private final Pages pages;

    StatusRoutes(
            ReceiptHandler receipts,
            Comments comments,
            CommentEdits edits,
            ResponseTimes times,
            AuthorActionRoutes actions,
            StatusPresenter presenter,
            Pages pages) {
        this.receipts = receipts;
        this.comments = comments;
        this.edits = edits;
        this.times = times;
        this.actions = actions;
        this.presenter = presenter;
        this.pages = pages;
    }

    @Override
    public void mount(Router router) {
        router.get("/c/:receipt").handler(handler(this::status));
    }

    private Future<Response> status(Request request) {
        return receipts.open(request).compose(opened -> {
            if (opened.revoked()) {
                return Future.succeededFuture(actions.revoked(request, opened));
            }
            var comment = opened.comment();
            return Future.all(comments.history(comment), edits.former(comment), times.usual(comment.siteId()))
                    .map(all -> new Progress(all.resultAt(0), all.resultAt(1), all.resultAt(2)))
                    .map(progress -> response(request, opened, progress));
        });
    }

    private Response response(Request request, Opened opened, Progress progress) {
        var response = request.wantsPage()
                ? pages.page(200, StatusView.TEMPLATE, presenter.view(opened, progress, request.query("done")))
                : Response.json(200, StatusJson.of(opened, progress.history()));
        return response.with("Cache-Control", "private, no-store");
    }
}

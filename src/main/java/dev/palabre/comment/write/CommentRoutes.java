package dev.palabre.comment.write;

import static dev.palabre.site.SiteRequest.siteHandler;

import dev.palabre.comment.model.NewComment;
import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.SubmitRequest;
import dev.palabre.comment.model.Submitted;
import dev.palabre.comment.thread.OwnCommentJson;
import dev.palabre.comment.thread.OwnCommentPresenter;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.privacy.notice.Notices;
import dev.palabre.problem.Problem;
import dev.palabre.site.Settings.Verification;
import dev.palabre.site.SiteRequest;
import dev.palabre.spam.SpamInput;
import dev.palabre.spam.SubmissionLimits;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import org.jspecify.annotations.Nullable;

/** The public call that submits a comment, as JSON or as a plain form. */
public final class CommentRoutes implements Routes {
    private final Submissions submissions;
    private final SubmissionLimits limits;
    private final ClientLimit clients;
    private final Notices notices;
    private final Receipts receipts;
    private final OwnCommentPresenter presenter;
    private final RefusedFormPage refusedForms;
    private final Messages messages;

    /** A comment that was accepted, with the receipt that opens it. */
    record SubmitJson(String id, String status, String receipt, String statusUrl, OwnCommentJson comment) {}

    /** Submissions within limits, counted for each client. */
    public CommentRoutes(
            Submissions submissions,
            SubmissionLimits limits,
            ClientLimit clients,
            Notices notices,
            Receipts receipts,
            RefusedFormPage refusedForms,
            Messages messages) {
        this.submissions = submissions;
        this.limits = limits;
        this.clients = clients;
        this.notices = notices;
        this.receipts = receipts;
        this.presenter = new OwnCommentPresenter(messages);
        this.refusedForms = refusedForms;
        this.messages = messages;
    }

    @Override
    public void mount(Router router) {
        router.post("/api/sites/:site/comments").handler(siteHandler(this::submit));
    }

    private Future<Response> submit(SiteRequest request) {
        var site = request.site();
        request.language(messages, null);
        limits.attempt(site.id(), clients.client(request));
        var sent = request.body(SubmitRequest.class);
        var reader = new Reader(site, request.language(messages, sent.lang()));
        return notices.read(site, sent.notice())
                .compose(notice -> submit(request, sent, NewComment.from(sent, site, reader.lang(), notice), reader))
                .recover(failure -> request.isForm()
                                && failure instanceof Problem problem
                                && !problem.errors().isEmpty()
                        ? refusedForms.page(reader, sent, problem)
                        : Future.failedFuture(failure));
    }

    private Future<Response> submit(SiteRequest request, SubmitRequest sent, NewComment comment, Reader reader) {
        var site = request.site();
        var client = clients.client(request);
        var key = request.idempotencyKey().orElse(null);
        var isToConfirm = site.settings().verification() == Verification.ON;
        limits.count(site.id(), client, key == null ? null : key.key(), isToConfirm);
        return submissions
                .submit(comment, spamInput(comment, sent, key), key, client)
                .map(submitted -> accepted(request, comment, submitted, reader));
    }

    private Response accepted(SiteRequest request, NewComment comment, Submitted submitted, Reader reader) {
        var statusUrl = receipts.statusUrl(submitted.receipt());
        if (request.isForm()) {
            return Response.seeOther(statusUrl);
        }
        var json = presenter.json(reader, comment, submitted);
        return Response.json(
                        201,
                        new SubmitJson(
                                json.id(), json.status(), submitted.receipt().text(), statusUrl, json))
                .with("Location", statusUrl);
    }

    private static SpamInput spamInput(NewComment comment, SubmitRequest sent, IdempotencyStore.@Nullable Key key) {
        return new SpamInput(
                comment.site().id(),
                key == null ? null : key.key(),
                comment.text(),
                sent.website(),
                elapsedMillis(sent.elapsed()),
                comment.site().settings().linksMax());
    }

    /** Milliseconds as the widget counted them, null for anything else. */
    static @Nullable Long elapsedMillis(@Nullable Object sent) {
        var text = String.valueOf(sent);
        return text.matches("\\d{1,12}") ? Long.valueOf(text) : null;
    }
}

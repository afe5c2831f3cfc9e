package dev.palabre.comment.write;

import dev.palabre.comment.CommentModule;
import dev.palabre.comment.lifecycle.UnconfirmedLimit;
import dev.palabre.comment.model.NewComment;
import dev.palabre.comment.model.Reader;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.SubmitRequest;
import dev.palabre.comment.model.ThreadOrder;
import dev.palabre.comment.thread.OwnCommentJson;
import dev.palabre.comment.thread.OwnCommentPresenter;
import dev.palabre.comment.thread.ThreadCache;
import dev.palabre.comment.thread.ThreadKey;
import dev.palabre.comment.thread.ThreadRenderer;
import dev.palabre.comment.write.Comments.Submitted;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.IdempotencyKeyHeader;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.http.SecurityHeaders;
import dev.palabre.privacy.notice.Notices;
import dev.palabre.problem.Problem;
import dev.palabre.site.PageUrl;
import dev.palabre.site.Settings.Verification;
import dev.palabre.site.Site;
import dev.palabre.site.SiteHandler;
import dev.palabre.spam.SpamFilter;
import dev.palabre.spam.SpamInput;
import dev.palabre.spam.SubmissionLimits;
import dev.palabre.template.Messages;
import dev.palabre.text.TypedText;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The public call that takes a comment in. */
public final class CommentRoutes {
    private final Comments comments;
    private final Notices notices;
    private final ThreadCache threads;
    private final SpamFilter guard;
    private final SubmissionLimits rates;
    private final UnconfirmedLimit unconfirmed;
    private final Receipts receipts;
    private final ThreadRenderer renderer;
    private final Messages messages;
    private final ClientAddresses visitors;
    private final OwnCommentPresenter views;

    record SubmitJson(String id, String status, String receipt, String statusUrl, OwnCommentJson comment) {}

    public CommentRoutes(
            Comments comments,
            Notices notices,
            ThreadCache threads,
            Receipts receipts,
            ThreadRenderer renderer,
            Messages messages,
            CommentModule.Door door) {
        this.comments = comments;
        this.notices = notices;
        this.threads = threads;
        this.guard = door.guard();
        this.rates = door.rates();
        this.unconfirmed = door.unconfirmed();
        this.receipts = receipts;
        this.renderer = renderer;
        this.messages = messages;
        this.visitors = door.visitors();
        this.views = new OwnCommentPresenter(messages);
    }

    public void mount(Router router) {
        router.post("/api/sites/:site/comments").handler(Response.handler(this::submit));
    }

    private Future<Response> submit(RoutingContext ctx) {
        var site = SiteHandler.site(ctx);
        SiteHandler.language(ctx, messages, null);
        var bucket = visitors.bucket(ctx.request());
        rates.attempt(site.id(), bucket);
        var request = RequestBody.read(ctx, SubmitRequest.class);
        var reader = new Reader(site, SiteHandler.language(ctx, messages, request.lang()));
        return notices.read(site, request.notice())
                .compose(notice -> {
                    var draft = NewComment.from(request, site, reader.lang(), notice);
                    var key = IdempotencyKeyHeader.key(ctx).orElse(null);
                    var confirms = site.settings().verification() == Verification.ON;
                    rates.count(site.id(), bucket, key == null ? null : key.key(), confirms);
                    var submission = submission(site, key, request, draft);
                    return comments.submit(draft, guard.judge(submission), key, bucket)
                            .onFailure(failure -> guard.forget(submission))
                            .onSuccess(submitted -> {
                                if (confirms) {
                                    unconfirmed.added(site.id());
                                }
                            })
                            .map(submitted -> accepted(ctx, reader, draft, submitted));
                })
                .recover(failure -> RequestBody.isForm(ctx)
                                && failure instanceof Problem problem
                                && !problem.errors().isEmpty()
                        ? correct(ctx, reader, request, problem)
                        : Future.failedFuture(failure));
    }

    private static SpamInput submission(
            Site site, IdempotencyStore.@Nullable Key key, SubmitRequest request, NewComment draft) {
        return new SpamInput(
                site.id(),
                key == null ? null : key.key(),
                draft.text(),
                request.website(),
                elapsed(request.elapsed()),
                site.settings().linksMax());
    }

    /** Milliseconds as the widget counted them; anything else says nothing. */
    private static @Nullable Long elapsed(@Nullable Object sent) {
        var text = String.valueOf(sent);
        return text.matches("\\d{1,12}") ? Long.valueOf(text) : null;
    }

    private Response accepted(RoutingContext ctx, Reader reader, NewComment draft, Submitted submitted) {
        var statusUrl = receipts.statusUrl(submitted.receipt());
        if (RequestBody.isForm(ctx)) {
            return Response.seeOther(statusUrl);
        }
        var comment = views.json(reader, draft, submitted);
        return Response.json(
                        201,
                        new SubmitJson(
                                comment.id(),
                                comment.status(),
                                submitted.receipt().text(),
                                statusUrl,
                                comment))
                .with("Location", statusUrl);
    }

    /** A plain form that is to be corrected comes back as a page, with everything that was typed. */
    private Future<Response> correct(RoutingContext ctx, Reader reader, SubmitRequest request, Problem problem) {
        var page = shown(reader.site(), request);
        var sentTitle = request.pageTitle();
        var sent = TypedText.of("pageTitle", sentTitle, NewComment.MAX_TITLE).text();
        var title = sent.isEmpty() ? page.url() : sent;
        var key =
                new ThreadKey(reader.site().id(), page, title, reader.lang(), ThreadOrder.NEWEST, null, Response.HTML);
        return threads.once(
                        key,
                        reader.site().settings().pageSize(),
                        loaded -> renderer.refused(reader, key, loaded, typed(request), problem.errors()))
                .map(html -> {
                    SecurityHeaders.protectForm(ctx.response());
                    return Response.html(422, html);
                });
    }

    /** The page that the form was sent from, or the site's first where that is what is to be corrected. */
    private static PageUrl shown(Site site, SubmitRequest request) {
        var url = request.pageUrl();
        var id = request.pageId();
        try {
            return PageUrl.of(site, url == null ? "" : url, id == null || id.isBlank() ? null : id);
        } catch (Problem notAPage) {
            return PageUrl.of(site, site.origins().get(0), null);
        }
    }

    private static Map<String, String> typed(SubmitRequest request) {
        var typed = new HashMap<String, String>();
        put(typed, "text", request.text());
        put(typed, "lastName", request.lastName());
        put(typed, "firstName", request.firstName());
        put(typed, "email", request.email());
        put(typed, "follow", NewComment.isTicked(request.follow()) ? "1" : null);
        return typed;
    }

    private static void put(Map<String, String> typed, String name, @Nullable String value) {
        if (value != null) {
            typed.put(name, value);
        }
    }
}

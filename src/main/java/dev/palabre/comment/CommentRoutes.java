package dev.palabre.comment;

import dev.palabre.comment.Comments.Submitted;
import dev.palabre.comment.Views.Reader;
import dev.palabre.guard.Guard;
import dev.palabre.guard.Rates;
import dev.palabre.guard.Submission;
import dev.palabre.kernel.http.Bodies;
import dev.palabre.kernel.http.Pages;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Repeats;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.http.Texts;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.sql.Idempotency;
import dev.palabre.kernel.template.Messages;
import dev.palabre.notice.Notices;
import dev.palabre.site.PageAddress;
import dev.palabre.site.Site;
import dev.palabre.site.SiteDoor;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The public call that takes a comment in. */
final class CommentRoutes {
    private final Comments comments;
    private final Notices notices;
    private final Threads threads;
    private final Guard guard;
    private final Rates rates;
    private final Receipts receipts;
    private final ThreadRenderer renderer;
    private final Messages messages;
    private final Visitors visitors;
    private final OwnViews views;

    record SubmitJson(String id, String status, String receipt, String statusUrl, OwnJson comment) {}

    CommentRoutes(
            Comments comments,
            Notices notices,
            Threads threads,
            Guard guard,
            Rates rates,
            Receipts receipts,
            ThreadRenderer renderer,
            Messages messages,
            Visitors visitors) {
        this.comments = comments;
        this.notices = notices;
        this.threads = threads;
        this.guard = guard;
        this.rates = rates;
        this.receipts = receipts;
        this.renderer = renderer;
        this.messages = messages;
        this.visitors = visitors;
        this.views = new OwnViews(messages);
    }

    void mount(Router router) {
        router.post("/api/sites/:site/comments").handler(Reply.handler(this::submit));
    }

    private Future<Reply> submit(RoutingContext ctx) {
        var site = SiteDoor.site(ctx);
        SiteDoor.language(ctx, messages, null);
        var bucket = visitors.bucket(ctx.request());
        rates.attempt(site.id(), bucket);
        var request = Bodies.read(ctx, SubmitRequest.class);
        var reader = new Reader(site, SiteDoor.language(ctx, messages, request.lang()));
        return notices.read(site, request.notice())
                .compose(notice -> {
                    var draft = Draft.from(request, site, reader.lang(), notice);
                    var key = Repeats.key(ctx).orElse(null);
                    rates.count(site.id(), bucket, key == null ? null : key.key());
                    var submission = submission(site, key, request, draft);
                    return comments.submit(draft, guard.judge(submission), key)
                            .onFailure(failure -> guard.forget(submission))
                            .map(submitted -> accepted(ctx, reader, draft, submitted));
                })
                .recover(failure -> Bodies.isForm(ctx)
                                && failure instanceof Problem problem
                                && !problem.errors().isEmpty()
                        ? correct(ctx, reader, request, problem)
                        : Future.failedFuture(failure));
    }

    private static Submission submission(Site site, Idempotency.@Nullable Key key, SubmitRequest request, Draft draft) {
        return new Submission(
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

    private Reply accepted(RoutingContext ctx, Reader reader, Draft draft, Submitted submitted) {
        var statusUrl = receipts.statusUrl(submitted.receipt());
        if (Bodies.isForm(ctx)) {
            return Reply.seeOther(statusUrl);
        }
        var comment = views.json(reader, draft, submitted);
        return Reply.json(
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
    private Future<Reply> correct(RoutingContext ctx, Reader reader, SubmitRequest request, Problem problem) {
        var page = shown(reader.site(), request);
        var sentTitle = request.pageTitle();
        var title = sentTitle == null || sentTitle.isBlank() || !Texts.storable(sentTitle) ? page.url() : sentTitle;
        var key = new ThreadKey(reader.site().id(), page, title, reader.lang(), Sort.NEWEST, null, Reply.HTML);
        return threads.once(
                        key,
                        reader.site().settings().pageSize(),
                        loaded -> renderer.refused(reader, key, loaded, typed(request), problem.errors()))
                .map(html -> {
                    Pages.protectForm(ctx.response());
                    return Reply.html(422, html);
                });
    }

    /** The page that the form was sent from, or the site's first where that is what is to be corrected. */
    private static PageAddress shown(Site site, SubmitRequest request) {
        var url = request.pageUrl();
        var id = request.pageId();
        try {
            return PageAddress.of(site, url == null ? "" : url, id == null || id.isBlank() ? null : id);
        } catch (Problem notAPage) {
            return PageAddress.of(site, site.origins().get(0), null);
        }
    }

    private static Map<String, String> typed(SubmitRequest request) {
        var typed = new HashMap<String, String>();
        put(typed, "text", request.text());
        put(typed, "lastName", request.lastName());
        put(typed, "firstName", request.firstName());
        put(typed, "email", request.email());
        put(typed, "follow", Draft.isTicked(request.follow()) ? "1" : null);
        return typed;
    }

    private static void put(Map<String, String> typed, String name, @Nullable String value) {
        if (value != null) {
            typed.put(name, value);
        }
    }
}

package dev.palabre.comment;

import dev.palabre.comment.lifecycle.CommentMails;
import dev.palabre.comment.lifecycle.UnconfirmedLimit;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.own.OwnRoutes;
import dev.palabre.comment.thread.CommentPresenter;
import dev.palabre.comment.thread.ThreadCache;
import dev.palabre.comment.thread.ThreadRenderer;
import dev.palabre.comment.thread.ThreadRoutes;
import dev.palabre.comment.write.CommentRoutes;
import dev.palabre.comment.write.Comments;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.RateLimit;
import dev.palabre.http.Voice;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.privacy.notice.Notices;
import dev.palabre.site.Sites;
import dev.palabre.spam.SpamFilter;
import dev.palabre.spam.SubmissionLimits;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/** Puts the room together: its routes and the mails that it writes. */
public final class CommentModule {
    /** Templates that this room renders. */
    public static final java.util.List<String> TEMPLATES =
            java.util.List.of("thread", "comments", "comment", "page-thread");

    private final ThreadRoutes threadRoutes;
    private final CommentRoutes commentRoutes;
    private final OwnRoutes ownRoutes;
    private final CommentMails letters;

    /** What the room needs to judge who writes and who reads. */
    public record Door(
            ClientAddresses visitors,
            SpamFilter guard,
            SubmissionLimits rates,
            RateLimit reads,
            UnconfirmedLimit unconfirmed) {}

    /** A room over these comments and threads. */
    public CommentModule(
            Comments comments,
            ThreadCache threads,
            Receipts receipts,
            Sites sites,
            Notices notices,
            MailRenderer mails,
            Voice voice,
            Door door) {
        var views = new CommentPresenter(voice.messages(), voice.failures(), voice.links(), receipts, notices);
        var renderer = new ThreadRenderer(voice.templates(), views, voice.links());
        threadRoutes =
                new ThreadRoutes(sites, notices, threads, renderer, voice.messages(), door.visitors(), door.reads());
        commentRoutes = new CommentRoutes(comments, notices, threads, receipts, renderer, voice.messages(), door);
        ownRoutes = new OwnRoutes(comments, views, voice.templates(), voice.messages(), door.visitors(), door.reads());
        letters = new CommentMails(comments, sites, receipts, mails);
    }

    /** Adds the routes; the busiest first. */
    public void mount(Router router) {
        threadRoutes.mount(router);
        commentRoutes.mount(router);
        ownRoutes.mount(router);
    }

    /** Answers a reader at once where the finished bytes are there; for every GET, before the router. */
    public boolean answer(HttpServerRequest request) {
        return threadRoutes.answer(request);
    }

    /** Registers who writes which mail. */
    public void write(MailComposers composers) {
        composers.register(Comments.PUBLISHED, letters::published);
        composers.register(Comments.REJECTED, letters::rejected);
        composers.register(Comments.REMOVED, letters::removed);
    }
}

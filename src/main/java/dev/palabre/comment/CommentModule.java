package dev.palabre.comment;

import dev.palabre.comment.lifecycle.CommentMails;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.own.OwnRoutes;
import dev.palabre.comment.thread.CommentPresenter;
import dev.palabre.comment.thread.FormPresenter;
import dev.palabre.comment.thread.OwnCommentPresenter;
import dev.palabre.comment.thread.ThreadCache;
import dev.palabre.comment.thread.ThreadRenderer;
import dev.palabre.comment.thread.ThreadRoutes;
import dev.palabre.comment.write.CommentRoutes;
import dev.palabre.comment.write.Comments;
import dev.palabre.comment.write.RefusedFormPage;
import dev.palabre.comment.write.Submissions;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.Pages;
import dev.palabre.http.Routes;
import dev.palabre.mail.outbox.MailComposer;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.privacy.notice.Notices;
import dev.palabre.site.Sites;
import dev.palabre.spam.SubmissionLimits;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;

/** Wires the public calls of comments and the mails about them. */
public final class CommentModule {
    /** Names of this module's templates. */
    public static final List<String> TEMPLATES = List.of(
            "comment/thread/thread", "comment/thread/comments", "comment/thread/comment", "comment/thread/thread-page");

    private final ThreadRoutes threadRoutes;
    private final CommentRoutes commentRoutes;
    private final OwnRoutes ownRoutes;
    private final CommentMails mails;

    /** Comments shown on these pages; {@code reads} counts all reading calls of a client. */
    public CommentModule(
            Comments comments,
            Submissions submissions,
            ThreadCache threads,
            Receipts receipts,
            Sites sites,
            Notices notices,
            SubmissionLimits limits,
            ClientLimit reads,
            Pages pages,
            MailRenderer mailRenderer) {
        var messages = pages.messages();
        var presenter = new CommentPresenter(messages, receipts);
        var renderer = new ThreadRenderer(pages, presenter, new FormPresenter(pages, notices::of));
        threadRoutes = new ThreadRoutes(sites, notices, threads, renderer, messages, reads);
        commentRoutes = new CommentRoutes(
                submissions, limits, reads, notices, receipts, new RefusedFormPage(threads, renderer), messages);
        ownRoutes = new OwnRoutes(comments, presenter, new OwnCommentPresenter(messages), pages, reads);
        mails = new CommentMails(comments, sites, receipts, mailRenderer);
    }

    /** The public calls; the most frequent first. */
    public List<Routes> routes() {
        return List.of(threadRoutes, commentRoutes, ownRoutes);
    }

    /** Answers a GET before the router where its finished bytes are cached. */
    public boolean answer(HttpServerRequest request) {
        return threadRoutes.answer(request);
    }

    /** The mails to authors, by kind. */
    public Map<String, MailComposer> mails() {
        return Map.of(
                Comments.PUBLISHED, mails::published,
                Comments.REJECTED, mails::rejected,
                Comments.REMOVED, mails::removed);
    }
}

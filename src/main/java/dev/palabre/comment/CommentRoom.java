package dev.palabre.comment;

import dev.palabre.guard.Guard;
import dev.palabre.guard.Rates;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.http.Voice;
import dev.palabre.mail.Composers;
import dev.palabre.mail.MailRenderer;
import dev.palabre.notice.Notices;
import dev.palabre.site.Sites;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/** Puts the room together: its routes and the mails that it writes. */
public final class CommentRoom {
    /** Templates that this room renders. */
    public static final java.util.List<String> TEMPLATES =
            java.util.List.of("thread", "comments", "comment", "page-thread");

    private final ThreadRoutes threadRoutes;
    private final CommentRoutes commentRoutes;
    private final OwnRoutes ownRoutes;
    private final CommentLetters letters;

    /** What the room needs to judge who writes and who reads. */
    public record Door(Visitors visitors, Guard guard, Rates rates, RateLimit reads) {}

    /** A room over these comments and threads. */
    public CommentRoom(
            Comments comments,
            Threads threads,
            Receipts receipts,
            Sites sites,
            Notices notices,
            MailRenderer mails,
            Voice voice,
            Door door) {
        var views = new Views(voice.messages(), voice.failures(), voice.links(), receipts, notices);
        var renderer = new ThreadRenderer(voice.templates(), views, voice.links());
        threadRoutes =
                new ThreadRoutes(sites, notices, threads, renderer, voice.messages(), door.visitors(), door.reads());
        commentRoutes = new CommentRoutes(
                comments,
                notices,
                threads,
                door.guard(),
                door.rates(),
                receipts,
                renderer,
                voice.messages(),
                door.visitors());
        ownRoutes = new OwnRoutes(comments, views, voice.templates(), voice.messages(), door.visitors(), door.reads());
        letters = new CommentLetters(comments, sites, receipts, mails);
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
    public void write(Composers composers) {
        composers.register(Comments.PUBLISHED, letters::published);
        composers.register(Comments.REJECTED, letters::rejected);
    }
}

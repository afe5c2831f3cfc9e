package dev.palabre.moderation;

import dev.palabre.auth.Authenticator;
import dev.palabre.comment.lifecycle.PageTitles;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.Database;
import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.Bounces;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.site.Sites;
import dev.palabre.template.Messages;
import io.vertx.ext.web.Router;

/** Puts the room together: its API and the notices that it writes. The console is a room of its own in here. */
public final class ModerationModule {
    private final ModerationRoutes routes;
    private final ThreadModerationRoutes threads;
    private final PendingCommentsMails letters;
    private final BounceRoutes bounces;

    /** A room over this moderation. */
    public ModerationModule(
            Moderation moderation,
            PageTitles titles,
            Authenticator authenticate,
            Database database,
            Bounces reports,
            Sites sites,
            MailRenderer mails,
            Messages messages,
            PublicUrl links) {
        routes = new ModerationRoutes(moderation, authenticate, sites, messages);
        threads = new ThreadModerationRoutes(titles, authenticate, sites);
        bounces = new BounceRoutes(reports, authenticate);
        letters = new PendingCommentsMails(database, sites, mails, links);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
        threads.mount(router);
        bounces.mount(router);
    }

    /** Registers who writes which mail. */
    public void write(MailComposers composers) {
        composers.register(Comments.WAITING, letters::waiting);
    }
}

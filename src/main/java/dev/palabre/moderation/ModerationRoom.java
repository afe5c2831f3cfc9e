package dev.palabre.moderation;

import dev.palabre.comment.Comments;
import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.template.Messages;
import dev.palabre.mail.Bounces;
import dev.palabre.mail.Composers;
import dev.palabre.mail.MailRenderer;
import dev.palabre.signin.Authenticate;
import dev.palabre.site.Sites;
import io.vertx.ext.web.Router;

/** Puts the room together: its API and the notices that it writes. The console is a room of its own in here. */
public final class ModerationRoom {
    private final ModerationRoutes routes;
    private final WaitingLetters letters;
    private final BounceRoutes bounces;

    /** A room over this moderation. */
    public ModerationRoom(
            Moderation moderation,
            Authenticate authenticate,
            Database database,
            Bounces reports,
            Sites sites,
            MailRenderer mails,
            Messages messages,
            Links links) {
        routes = new ModerationRoutes(moderation, authenticate, sites, messages);
        bounces = new BounceRoutes(reports, authenticate);
        letters = new WaitingLetters(database, sites, mails, links);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
        bounces.mount(router);
    }

    /** Registers who writes which mail. */
    public void write(Composers composers) {
        composers.register(Comments.WAITING, letters::waiting);
    }
}

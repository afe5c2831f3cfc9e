package dev.palabre.follow;

import dev.palabre.comment.Comments;
import dev.palabre.kernel.http.RateLimit;
import dev.palabre.kernel.http.Visitors;
import dev.palabre.kernel.http.Voice;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.token.Tokens;
import dev.palabre.mail.Composers;
import dev.palabre.mail.MailRenderer;
import dev.palabre.mail.Outbox;
import dev.palabre.site.Sites;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the room together: its pages, the mails that it writes, and what it does every morning. */
public final class FollowRoom {
    /** Templates that this room renders. */
    public static final List<String> TEMPLATES = List.of("follow");

    private static final Logger LOG = LoggerFactory.getLogger(FollowRoom.class);
    private static final Duration PURGE = Duration.ofMinutes(10);

    private final Follows follows;
    private final FollowRoutes routes;
    private final FollowLetters letters;
    private final Digests digests;

    /** What the room stands on. */
    public record Ground(
            Database database, Sites sites, Outbox outbox, Tokens tokens, MailRenderer mails, Voice voice) {}

    /** A room over these followers of these comments. */
    public FollowRoom(Ground ground, Follows follows, Comments comments, Visitors visitors, RateLimit reads) {
        var links = new FollowLinks(
                ground.tokens(), Clock.systemUTC(), ground.voice().links());
        this.follows = follows;
        routes = new FollowRoutes(follows, ground.sites(), links, ground.voice(), visitors, reads);
        letters = new FollowLetters(
                ground.database(),
                follows,
                comments,
                ground.sites(),
                links,
                ground.mails(),
                ground.voice().messages());
        digests = new Digests(ground.database(), ground.sites(), ground.outbox());
    }

    /** Adds the routes. */
    public void mount(Router router) {
        routes.mount(router);
    }

    /** Registers who writes which mail. */
    public void write(Composers composers) {
        letters.write(composers);
    }

    /** Begins to look after digests and after requests that nobody confirmed. */
    public void start(Vertx vertx) {
        digests.start(vertx);
        vertx.setPeriodic(PURGE.toMillis(), again -> follows.purge()
                .onFailure(failure -> LOG.warn("requests to follow could not be removed: {}", failure.toString())));
    }
}

package dev.palabre.subscription;

import dev.palabre.comment.write.Comments;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.db.Database;
import dev.palabre.http.ClientAddresses;
import dev.palabre.http.RateLimit;
import dev.palabre.http.Voice;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.template.MailRenderer;
import dev.palabre.site.Sites;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the room together: its pages, the mails that it writes, and what it does every morning. */
public final class SubscriptionModule {
    /** Templates that this room renders. */
    public static final List<String> TEMPLATES = List.of("follow");

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionModule.class);
    private static final Duration PURGE = Duration.ofMinutes(10);

    /** Soon after the start, and not on all nodes at once. */
    private static final Duration FIRST = Duration.ofMinutes(1);

    private final Subscriptions follows;
    private final SubscriptionRoutes routes;
    private final SubscriptionMails letters;
    private final Digests digests;

    /** What the room stands on. */
    public record Ground(
            Database database, Sites sites, Outbox outbox, JwtTokens tokens, MailRenderer mails, Voice voice) {}

    /** A room over these followers of these comments. */
    public SubscriptionModule(
            Ground ground, Subscriptions follows, Comments comments, ClientAddresses visitors, RateLimit reads) {
        var links = new SubscriptionLinks(
                ground.tokens(), Clock.systemUTC(), ground.voice().links());
        this.follows = follows;
        routes = new SubscriptionRoutes(follows, ground.sites(), links, ground.voice(), visitors, reads);
        letters = new SubscriptionMails(
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
    public void write(MailComposers composers) {
        letters.write(composers);
    }

    /** Begins to look after digests and after requests that nobody confirmed. */
    public void start(Vertx vertx) {
        digests.start(vertx);
        var first = FIRST.toMillis() + ThreadLocalRandom.current().nextLong(FIRST.toMillis());
        vertx.setPeriodic(first, PURGE.toMillis(), again -> follows.purge()
                .onFailure(failure -> LOG.warn("requests to follow could not be removed: {}", failure.toString())));
    }
}

package dev.palabre.server;

import dev.palabre.address.UnclaimedAddressStore;
import dev.palabre.auth.ApiTokens;
import dev.palabre.auth.Sessions;
import dev.palabre.auth.Moderators;
import dev.palabre.auth.Passwords;
import dev.palabre.config.Config;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.db.BatchedDelete;
import dev.palabre.db.BatchedDelete.Page;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.privacy.selfservice.MailedLinks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes every hour what nobody can use any more, so that these tables grow with use and not with time. */
public final class CleanupJob {
    private static final Logger LOG = LoggerFactory.getLogger(CleanupJob.class);

    private static final Duration FIRST_AFTER = Duration.ofSeconds(20);
    private static final Duration SPREAD = Duration.ofSeconds(100);

    private final List<Broom> brooms;

    /**
     * One table that is swept.
     *
     * @param name what lies in it
     * @param kept for how long after it is of no use, in words
     */
    private record Broom(String name, String kept, Supplier<Future<Long>> due, Supplier<Future<Integer>> purge) {}

    /** What the next hour would remove, on all sites. */
    public record Swept(String name, String kept, long due) {}

    CleanupJob(
            Database database,
            Outbox outbox,
            Sessions sessions,
            ApiTokens tokens,
            MailedLinks mailed,
            Duration outboxKeep) {
        var addresses = new UnclaimedAddressStore();
        var batches = new BatchedDelete(database);
        var idempotency = new IdempotencyStore();
        this.brooms = List.of(
                new Broom(
                        "idempotency-keys",
                        "1 day",
                        () -> database.query(idempotency::old),
                        () -> batches.<Boolean>forEachSite((client, siteId, after, limit) ->
                                idempotency.purge(client, siteId, limit).map(removed -> Page.of(removed, limit)))),
                new Broom(
                        "mails",
                        outboxKeep.toDays() + " days after they ended",
                        () -> outbox.old(outboxKeep),
                        () -> outbox.purge(outboxKeep)),
                new Broom("sessions", "until they end", sessions::over, sessions::purge),
                new Broom("api-tokens", "1 day after they end", tokens::ended, tokens::purge),
                new Broom("used-links", "1 hour after they expire", mailed::expired, mailed::purge),
                new Broom(
                        "unclaimed-addresses",
                        "1 day",
                        () -> database.query(addresses::count),
                        () -> batches.forEachSite(addresses::purge)));
    }

    /** The same for a command. */
    public static CleanupJob of(Infrastructure ground, Config config) {
        var tokens = new JwtTokens(ground.keys(), Clock.systemUTC());
        return new CleanupJob(
                ground.database(),
                Keeping.outbox(ground, config),
                new Sessions(ground.database(), config.sessionIdle(), config.sessionLongest()),
                new ApiTokens(ground.database(), tokens, new Moderators(ground.database(), ground.sites(), new Passwords(ground.vertx())), Clock.systemUTC()),
                new MailedLinks(ground.database(), tokens, Clock.systemUTC()),
                config.outboxKeep());
    }

    /** What lies there and is of no use; changes nothing. */
    public Future<List<Swept>> plan() {
        return Future.all(brooms.stream()
                        .map(broom -> broom.due().get().map(due -> new Swept(broom.name(), broom.kept(), due)))
                        .toList())
                .map(all -> all.<Swept>list());
    }

    /**
     * Runs every hour, the first time soon after the start: a server that is restarted every day must not keep everything.
     * Where several nodes start together, they do not begin together.
     */
    void hourly(Vertx vertx) {
        var first = FIRST_AFTER.toMillis() + ThreadLocalRandom.current().nextLong(SPREAD.toMillis());
        vertx.setPeriodic(first, Duration.ofHours(1).toMillis(), hour -> now());
    }

    /** What fails is done an hour later, and keeps nothing else from being done. */
    public Future<Void> now() {
        return Future.join(brooms.stream()
                        .map(broom -> broom.purge()
                                .get()
                                .onFailure(failure ->
                                        LOG.warn("old {} could not be removed: {}", broom.name(), failure.toString())))
                        .toList())
                .otherwiseEmpty()
                .mapEmpty();
    }
}

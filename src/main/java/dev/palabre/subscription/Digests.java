package dev.palabre.subscription;

import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Database;
import dev.palabre.jobs.Job;
import dev.palabre.mail.outbox.DailySiteJob;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.outbox.Outbox.Recipient;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.subscription.DigestStore.Due;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Daily digests: each morning of a site, one mail to each daily subscriber whose pages have new comments. Any node may write
 * them; a lock of the site and the day in each subscription make sure that each is written once.
 */
public final class Digests {
    private static final int BATCH = 200;

    /** What was published just now may not be committed yet: it belongs to the next day. */
    private static final Duration COMMIT_MARGIN = Duration.ofMinutes(2);

    private final Database database;
    private final Outbox outbox;
    private final DailySiteJob daily;
    private final DigestStore store = new DigestStore();

    /** What one batch did: subscriptions it moved on, and messages it queued. */
    private record Batch(int subscriptions, int messages) {}

    /** The digests of all sites of a database. */
    public Digests(Database database, Sites sites, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
        daily = new DailySiteJob("subscription-digests", sites, outbox, this::ofSite);
    }

    Job job() {
        return daily.job();
    }

    /** Queues the digests that are due at a moment; answers how many. */
    public Future<Integer> run(Instant now) {
        return daily.run(now);
    }

    private Future<Integer> ofSite(Site site, LocalDate today, Instant now) {
        return site.settings().follow()
                ? batches(site.id(), today, now.minus(COMMIT_MARGIN), 0)
                : Future.succeededFuture(0);
    }

    private Future<Integer> batches(int siteId, LocalDate day, Instant until, int before) {
        return database.transaction(client -> store.lock(client, siteId)
                        .compose(locked -> store.due(client, Outbox.FOLLOW_DIGEST, siteId, day, until, BATCH))
                        .compose(due -> queue(client, siteId, day, until, due)))
                .compose(batch -> batch.subscriptions() == 0
                        ? Future.succeededFuture(before)
                        : batches(siteId, day, until, before + batch.messages()));
    }

    private Future<Batch> queue(SqlClient client, int siteId, LocalDate day, Instant until, List<Due> due) {
        if (due.isEmpty()) {
            return Future.succeededFuture(new Batch(0, 0));
        }
        var digests = digests(due);
        var digestIds = due.stream()
                .map(each -> digests.get(each.addressId()))
                .map(each -> each == null ? null : each.subjectId())
                .toArray(UUID[]::new);
        return Future.all(
                        store.advance(client, siteId, day, until, due, digestIds),
                        outbox.toRecipients(client, siteId, Outbox.FOLLOW_DIGEST, List.copyOf(digests.values())))
                .map(done -> new Batch(due.size(), digests.size()));
    }

    /** One message per subscriber with news, by address. */
    private static Map<UUID, Recipient> digests(List<Due> due) {
        var digests = new HashMap<UUID, Recipient>();
        due.stream()
                .filter(Due::news)
                .forEach(each ->
                        digests.computeIfAbsent(each.addressId(), id -> new Recipient(UuidV7.next(), id, each.lang())));
        return digests;
    }
}

package dev.palabre.server;

import dev.palabre.address.UnclaimedAddressStore;
import dev.palabre.auth.ApiTokens;
import dev.palabre.auth.Sessions;
import dev.palabre.db.BatchedDelete;
import dev.palabre.db.BatchedDelete.Page;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.jobs.Job;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.privacy.selfservice.MailedLinks;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes rows that are of no use any more, so that their tables grow with use and not with time: a job per table. */
public final class CleanupJob {
    private static final Logger LOG = LoggerFactory.getLogger(CleanupJob.class);
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final List<Task> tasks;

    /**
     * The cleanup of one table.
     *
     * @param name what the rows are
     * @param kept how long they are kept after they are of no use, in words
     */
    private record Task(String name, String kept, Supplier<Future<Long>> due, Supplier<Future<Integer>> purge) {}

    /** Rows that the next run would remove, on all sites. */
    public record DueCount(String name, String kept, long due) {}

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
        this.tasks = List.of(
                new Task(
                        "idempotency-keys",
                        "1 day",
                        () -> database.query(idempotency::old),
                        () -> batches.<Boolean>forEachSite((client, siteId, after, limit) ->
                                idempotency.purge(client, siteId, limit).map(removed -> Page.of(removed, limit)))),
                new Task(
                        "mails",
                        outboxKeep.toDays() + " days after they ended",
                        () -> outbox.old(outboxKeep),
                        () -> outbox.purge(outboxKeep)),
                new Task("sessions", "until they end", sessions::over, sessions::purge),
                new Task("api-tokens", "1 day after they end", tokens::ended, tokens::purge),
                new Task("used-links", "1 hour after they expire", mailed::expired, mailed::purge),
                new Task(
                        "unclaimed-addresses",
                        "1 day",
                        () -> database.query(addresses::count),
                        () -> batches.forEachSite(addresses::purge)));
    }

    /** Rows that are of no use any more; changes nothing. */
    public Future<List<DueCount>> plan() {
        return Future.all(tasks.stream()
                        .map(task -> task.due().get().map(due -> new DueCount(task.name(), task.kept(), due)))
                        .toList())
                .map(all -> all.<DueCount>list());
    }

    /** A job per table. */
    List<Job> jobs() {
        return tasks.stream()
                .map(task -> Job.onOneNode("cleanup-" + task.name(), INTERVAL, task.purge()::get))
                .toList();
    }

    /** Runs all tasks now. */
    public Future<Void> run() {
        return Future.join(tasks.stream()
                        .map(task -> task.purge()
                                .get()
                                .onFailure(failure ->
                                        LOG.warn("old {} could not be removed: {}", task.name(), failure.toString())))
                        .toList())
                .otherwiseEmpty()
                .mapEmpty();
    }
}

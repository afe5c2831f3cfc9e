package dev.palabre.privacy.selfservice.erasure;

import dev.palabre.address.AddressStore;
import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.lifecycle.CommentErasure;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.write.Comments;
import dev.palabre.db.BatchedDelete;
import dev.palabre.db.BatchedDelete.Page;
import dev.palabre.db.Database;
import dev.palabre.jobs.Job;
import dev.palabre.jobs.Job.Scope;
import dev.palabre.privacy.datarequest.DataRequests;
import dev.palabre.subscription.Subscriptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases everything under an address of a site, in batches that each fit the statement timeout. The request is a row, so
 * that the erasure goes on after a restart; a batch locks it, so that any number of nodes may work on it.
 */
public final class ErasureJobs {
    /** Comments of a batch: about ten statements each. */
    static final int BATCH = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ErasureJobs.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Database database;
    private final Comments comments;
    private final AuthorActions authors;
    private final CommentErasure erasure;
    private final Subscriptions subscriptions;
    private final DataRequests requests;
    private final AddressStore addresses = new AddressStore();
    private final ErasureJobStore store = new ErasureJobStore();

    /** The comments of a batch, all erased, and its job. */
    private record Batch(ErasureJob job, List<Comment> erased) {}

    /** Erases what these use cases keep. */
    public ErasureJobs(
            Database database,
            Comments comments,
            AuthorActions authors,
            CommentErasure erasure,
            Subscriptions subscriptions,
            DataRequests requests) {
        this.database = database;
        this.comments = comments;
        this.authors = authors;
        this.erasure = erasure;
        this.subscriptions = subscriptions;
        this.requests = requests;
    }

    /**
     * Requests the erasure of everything under an address: deletes its subscriptions and data requests and erases the first
     * batch of comments at once; this node goes on with the others in the background. Answers the job after the first batch.
     */
    public Future<ErasureJob> request(int siteId, UUID addressId) {
        return database.transaction(client -> authors.countByAddress(client, siteId, addressId)
                        .compose(total -> store.insert(client, siteId, addressId, total))
                        .compose(inserted -> forgetOthers(client, siteId, addressId)))
                .compose(requested -> batch(client -> store.lock(client, siteId, addressId), BATCH)
                        .onFailure(ErasureJobs::report)
                        .otherwise(Optional.empty()))
                .compose(first -> find(siteId, addressId))
                .map(found -> found.orElseThrow())
                .onSuccess(job -> {
                    if (!job.finished()) {
                        finish(job);
                    }
                });
    }

    /** The job of an address, until a day after it finished. */
    public Future<Optional<ErasureJob>> find(int siteId, UUID addressId) {
        return database.query(client -> store.find(client, siteId, addressId));
    }

    /** The job of an address, in the caller's transaction. */
    public Future<Optional<ErasureJob>> find(SqlClient client, int siteId, UUID addressId) {
        return store.find(client, siteId, addressId);
    }

    /** Background work: what a node left undone, and the deletion of finished jobs. */
    public List<Job> jobs() {
        return List.of(
                new Job("address-erasure", INTERVAL, TIMEOUT, Scope.CLUSTER, BATCH, this::run),
                Job.onOneNode("address-erasure-cleanup", Duration.ofHours(1), this::purge));
    }

    /** Erases at most so many comments of the open jobs, those first that are due first. */
    Future<Integer> run(int limit) {
        return batch(store::lockNext, limit).compose(done -> {
            if (done.isEmpty()) {
                return Future.succeededFuture(0);
            }
            var erased = done.get().erased().size();
            return erased < limit ? run(limit - erased).map(more -> erased + more) : Future.succeededFuture(erased);
        });
    }

    private Future<Integer> purge() {
        return new BatchedDelete(database)
                .<Boolean>forEachSite((client, siteId, after, limit) ->
                        store.purge(client, siteId, limit).map(removed -> Page.of(removed, limit)));
    }

    /** Works on one job until it is finished, or another node has it; what fails is left to the background job. */
    private void finish(ErasureJob job) {
        var done = Promise.<Void>promise();
        next(job, done);
        done.future().onFailure(ErasureJobs::report);
    }

    /** Each batch starts when the one before has ended: they are not nested, however many there are. */
    private void next(ErasureJob job, Promise<Void> done) {
        batch(client -> store.lock(client, job.siteId(), job.addressId()), BATCH)
                .onSuccess(batch -> {
                    if (batch.isPresent() && batch.get().erased().size() == BATCH) {
                        next(job, done);
                    } else {
                        done.complete();
                    }
                })
                .onFailure(done::fail);
    }

    private Future<Optional<Batch>> batch(Function<SqlClient, Future<Optional<ErasureJob>>> lock, int limit) {
        var locked = new AtomicReference<@Nullable ErasureJob>();
        return database.transaction(client -> lock.apply(client).compose(job -> {
                    locked.set(job.orElse(null));
                    return job.isEmpty()
                            ? Future.succeededFuture(Optional.<Batch>empty())
                            : erase(client, job.get(), limit).map(Optional::of);
                }))
                .onSuccess(batch -> batch.ifPresent(done -> done.erased().forEach(comments::afterCommit)))
                .recover(failure -> postponed(locked.get()).transform(ignored -> Future.failedFuture(failure)));
    }

    private Future<Void> postponed(@Nullable ErasureJob job) {
        return job == null ? Future.succeededFuture() : database.query(client -> store.postpone(client, job));
    }

    private Future<Batch> erase(SqlClient client, ErasureJob job, int limit) {
        return authors.lockByAddress(client, job.siteId(), job.addressId(), limit)
                .compose(found -> oneByOne(client, found).map(found))
                .compose(found -> {
                    var finished = found.size() < limit;
                    return (finished ? forgetAddress(client, job) : Future.<Void>succeededFuture())
                            .compose(forgotten -> store.advance(client, job, found.size(), finished))
                            .map(new Batch(job, found));
                });
    }

    private Future<Void> oneByOne(SqlClient client, List<Comment> all) {
        var done = Future.<Void>succeededFuture();
        for (var comment : all) {
            done = done.compose(before -> erasure.erase(client, comment));
        }
        return done;
    }

    /** Also what was added while the job ran. */
    private Future<Void> forgetAddress(SqlClient client, ErasureJob job) {
        return forgetOthers(client, job.siteId(), job.addressId())
                .compose(forgotten -> addresses.drop(client, job.siteId(), job.addressId()));
    }

    private Future<Void> forgetOthers(SqlClient client, int siteId, UUID addressId) {
        return subscriptions
                .endAll(client, siteId, addressId)
                .compose(ended -> requests.forget(client, siteId, addressId));
    }

    private static void report(Throwable failure) {
        LOG.warn("an erasure was interrupted and goes on later: {}", failure.toString());
    }
}

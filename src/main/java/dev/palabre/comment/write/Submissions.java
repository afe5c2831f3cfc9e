package dev.palabre.comment.write;

import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.CommentStore;
import dev.palabre.comment.model.CommentStore.Mails;
import dev.palabre.comment.model.CommentStore.NewRow;
import dev.palabre.comment.model.Markup;
import dev.palabre.comment.model.NewComment;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.Submitted;
import dev.palabre.crypto.AccessCode;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.db.Notifications;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Settings.Moderation;
import dev.palabre.site.Settings.Verification;
import dev.palabre.spam.SpamFilter;
import dev.palabre.spam.SpamInput;
import dev.palabre.spam.Verdict;
import io.vertx.core.Future;
import java.security.MessageDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accepts new comments: spam filter, status, receipt, queue limit, and one answer for each idempotency key. */
public final class Submissions {
    /** New comments of one site that may wait to be written. */
    private static final int MAX_WAITING = 1_000;

    private final Database database;
    private final Receipts receipts;
    private final SpamFilter spamFilter;
    private final UnconfirmedLimit unconfirmed;
    private final CommentTransaction transaction;
    private final CommentBatcher batcher;
    private final QueueCapacity queue;
    private final CommentStore store = new CommentStore();
    private final IdempotencyStore idempotency = new IdempotencyStore();

    /**
     * Submissions to a database.
     *
     * @param queueMax most pending comments of a site
     */
    public Submissions(
            Database database,
            Notifications changes,
            Receipts receipts,
            SpamFilter spamFilter,
            UnconfirmedLimit unconfirmed,
            CommentTransaction transaction,
            int queueMax) {
        this.database = database;
        this.receipts = receipts;
        this.spamFilter = spamFilter;
        this.unconfirmed = unconfirmed;
        this.transaction = transaction;
        this.batcher = new CommentBatcher(transaction, MAX_WAITING);
        this.queue = new QueueCapacity(
                siteId -> database.query(client -> store.waiting(client, siteId, queueMax)), changes, queueMax);
    }

    /**
     * Accepts a comment; completes when it is committed. A repeated key gets the first answer again.
     *
     * @param client key under which the sender's address is counted
     */
    Future<Submitted> submit(NewComment comment, SpamInput input, IdempotencyStore.@Nullable Key key, String client) {
        return submit(comment, spamFilter.check(input), key, client)
                .onFailure(failure -> spamFilter.forget(input))
                .onSuccess(submitted -> {
                    if (comment.site().settings().verification() == Verification.ON) {
                        unconfirmed.added(comment.site().id());
                    }
                });
    }

    private Future<Submitted> submit(
            NewComment comment, Verdict verdict, IdempotencyStore.@Nullable Key key, String client) {
        var siteId = comment.site().id();
        var id = UuidV7.next();
        var receipt = receipts.first(siteId, id);
        var row = row(comment, verdict, key, id, receipt);
        var written = row.status() == CommentStatus.PENDING && !row.unverified()
                ? queue.within(siteId, () -> write(row, client))
                : write(row, client);
        return written.recover(failure -> key != null && isRefusedNow(failure)
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure))
                .compose(first -> first || key == null
                        ? Future.succeededFuture(new Submitted(id, row.status(), receipt))
                        : repeated(siteId, key, written.cause()));
    }

    /** Checks the mail limits once, however often the write is tried. */
    private Future<Boolean> write(NewRow row, String client) {
        return batcher.write(row.with(transaction.mails(row, client)));
    }

    private NewRow row(
            NewComment comment, Verdict verdict, IdempotencyStore.@Nullable Key key, UUID id, AccessCode receipt) {
        var isUnverified = comment.site().settings().verification() == Verification.ON;
        var isPublished =
                verdict.isClean() && !isUnverified && comment.site().settings().moderation() == Moderation.AFTER;
        return new NewRow(
                id,
                comment,
                key,
                isPublished ? CommentStatus.PUBLISHED : CommentStatus.PENDING,
                isUnverified,
                verdict.isClean() ? null : String.join(",", verdict.reasons()),
                Markup.html(comment.text()),
                receipts.currentKey(),
                receipt.hash(),
                Mails.NONE);
    }

    /** A comment that was accepted before the queue was full or the thread was closed keeps its answer. */
    private static boolean isRefusedNow(Throwable failure) {
        return failure instanceof Problem problem
                && (problem.code().equals(QueueCapacity.FULL) || problem.code().equals(CommentBatcher.CLOSED));
    }

    private Future<Submitted> repeated(int siteId, IdempotencyStore.Key key, @Nullable Throwable failure) {
        return database.query(client -> idempotency.find(client, siteId, key.key()))
                .compose(found -> {
                    if (found.isEmpty()) {
                        return Future.failedFuture(
                                failure == null ? Problem.later(Kind.UNAVAILABLE, "unavailable", 1) : failure);
                    }
                    var answer = found.get();
                    if (!MessageDigest.isEqual(answer.requestDigest(), key.requestDigest())) {
                        throw Problem.of(Kind.INVALID, "idempotency_key_reused");
                    }
                    return database.query(client -> store.find(client, siteId, answer.id()))
                            .map(comment -> comment.orElseThrow(Problem::notFound))
                            .map(comment -> new Submitted(
                                    comment.id(), CommentStatus.of(answer.status()), receipts.original(comment)));
                });
    }
}

package dev.palabre.comment.write;

import dev.palabre.address.AddressStore;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.CommentStore;
import dev.palabre.comment.model.CommentStore.Mails;
import dev.palabre.comment.model.CommentStore.New;
import dev.palabre.comment.model.Markup;
import dev.palabre.comment.model.NewComment;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.StatusChange;
import dev.palabre.comment.model.StatusChangeStore;
import dev.palabre.comment.model.ThreadStore;
import dev.palabre.comment.thread.ThreadCache;
import dev.palabre.crypto.AccessCode;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.db.Notifications;
import dev.palabre.mail.outbox.LinkMailLimits;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Settings.Moderation;
import dev.palabre.site.Settings.Verification;
import dev.palabre.spam.Verdict;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be done with comments. Whatever follows from an act commits with it. */
public final class Comments {
    /** Kind of the notice to moderators that something waits. */
    public static final String WAITING = "waiting";

    /** Kind of the mail that says a comment is online. */
    public static final String PUBLISHED = "published";

    /** Kind of the mail that says a comment was refused. */
    public static final String REJECTED = "rejected";

    /** Kind of the mail that says a comment that was online is no more. */
    public static final String REMOVED = "removed";

    /** Kind of the mail that asks whether its reader wrote a comment. */
    public static final String VERIFY = "verify";

    /** New comments of one site that may wait to be written. */
    private static final int MAX_WAITING = 1_000;

    private final Database database;
    private final Notifications changes;
    private final Receipts receipts;
    private final Outbox outbox;
    private final LinkMailLimits rates;
    private final CommentBatcher submissions;
    private final QueueCapacity queue;
    private final NewCommentListener followers;
    private final AddressStore addresses = new AddressStore();
    private final CommentStore store = new CommentStore();
    private final ThreadStore threads = new ThreadStore();
    private final StatusChangeStore statusChanges = new StatusChangeStore();
    private final IdempotencyStore idempotency = new IdempotencyStore();

    /**
     * What a submission came to.
     *
     * @param id of the comment
     * @param status right after the submission
     * @param receipt that opens it
     */
    public record Submitted(UUID id, CommentStatus status, AccessCode receipt) {}

    /** A comment opened by a receipt. */
    public record Opened(AccessCode receipt, Comment comment) {}

    /** The comments of a database, which nobody follows; a site's queue takes no more than so many. */
    public Comments(
            Database database,
            Notifications changes,
            Receipts receipts,
            Outbox outbox,
            LinkMailLimits rates,
            int queueMax) {
        this(database, changes, receipts, outbox, rates, queueMax, NewCommentListener.NOBODY);
    }

    /** The same, with followers. */
    public Comments(
            Database database,
            Notifications changes,
            Receipts receipts,
            Outbox outbox,
            LinkMailLimits rates,
            int queueMax,
            NewCommentListener followers) {
        this.database = database;
        this.changes = changes;
        this.receipts = receipts;
        this.outbox = outbox;
        this.rates = rates;
        this.submissions =
                new CommentBatcher(new CommentTransaction(database, changes, outbox, rates, followers), MAX_WAITING);
        this.followers = followers;
        this.queue = new QueueCapacity(
                siteId -> database.query(client -> store.waiting(client, siteId, queueMax)), changes, queueMax);
    }

    /** Takes a comment in; answered when it is committed. A repeated key gets the first answer again. */
    Future<Submitted> submit(NewComment draft, Verdict verdict, IdempotencyStore.@Nullable Key key, String network) {
        var siteId = draft.site().id();
        var id = UuidV7.next();
        var receipt = receipts.first(siteId, id);
        var comment = made(draft, verdict, key, id, receipt);
        var taken = comment.status() == CommentStatus.PENDING && !comment.unverified()
                ? queue.within(siteId, () -> take(comment, network))
                : take(comment, network);
        return taken.recover(failure -> key != null && isNoLongerTaken(failure)
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure))
                .compose(first -> first || key == null
                        ? Future.succeededFuture(new Submitted(id, comment.status(), receipt))
                        : repeated(siteId, key, taken.cause()));
    }

    /** Takes its mails from their rates once, however often the write is tried. */
    private Future<Boolean> take(New comment, String network) {
        return submissions.take(comment.with(mails(comment, network)));
    }

    private Mails mails(New comment, String network) {
        var draft = comment.draft();
        var asks = comment.status() == CommentStatus.PENDING
                && draft.site().settings().verification() != Verification.OFF
                && mayMail(draft, network);
        return new Mails(asks, draft.follow() && mayMail(draft, network));
    }

    /** Whether a mail with a link may be written to the author now; else they can ask for it later, on the status page. */
    private boolean mayMail(NewComment draft, String network) {
        var email = draft.email();
        return email != null && rates.requestByStranger(draft.site().id(), email, network) == 0;
    }

    private New made(
            NewComment draft, Verdict verdict, IdempotencyStore.@Nullable Key key, UUID id, AccessCode receipt) {
        var held = verdict.isClean() ? null : String.join(",", verdict.reasons());
        var settings = draft.site().settings();
        var unverified = settings.verification() == Verification.ON;
        var status = held == null && !unverified && settings.moderation() == Moderation.AFTER
                ? CommentStatus.PUBLISHED
                : CommentStatus.PENDING;
        return new New(
                id,
                draft,
                key,
                status,
                unverified,
                held,
                Markup.html(draft.text()),
                receipts.currentKey(),
                receipt.hash(),
                Mails.NONE);
    }

    /** What was taken in before the queue was full or the thread was closed keeps its answer. */
    private static boolean isNoLongerTaken(Throwable failure) {
        return failure instanceof Problem problem
                && (problem.code().equals(QueueCapacity.FULL) || problem.code().equals(CommentBatcher.CLOSED));
    }

    /** What these receipts open at one site; those that open nothing are left out. */
    public Future<List<Opened>> opened(int siteId, List<AccessCode> codes) {
        var own = codes.stream().filter(code -> code.siteId() == siteId).toList();
        return own.isEmpty()
                ? Future.succeededFuture(List.of())
                : database.query(client -> store.byReceipts(client, siteId, own))
                        .map(found -> found.stream()
                                .flatMap(received -> own.stream()
                                        .filter(code -> MessageDigest.isEqual(code.hash(), received.receiptHash()))
                                        .map(code -> new Opened(code, received.comment())))
                                .toList());
    }

    /** The comment that a receipt opens. */
    public Future<Optional<Comment>> byReceipt(AccessCode receipt) {
        return opened(receipt.siteId(), List.of(receipt))
                .map(found -> found.stream().findFirst().map(Opened::comment));
    }

    /** Every move of a comment since its submission, the first first. */
    public Future<List<StatusChange>> history(Comment comment) {
        return histories(comment.siteId(), List.of(comment.id()))
                .map(found -> found.getOrDefault(comment.id(), List.of()));
    }

    /** The same of many comments of a site; one that never moved is left out. */
    public Future<Map<UUID, List<StatusChange>>> histories(int siteId, List<UUID> commentIds) {
        return database.query(client -> statusChanges.list(client, siteId, commentIds));
    }

    /** Whether its author wants mails about a comment. */
    public Future<Boolean> wantsMail(Comment comment) {
        var address = comment.addressId();
        return comment.muted() || address == null
                ? Future.succeededFuture(false)
                : database.query(client -> addresses.isMuted(client, comment.siteId(), address))
                        .map(muted -> !muted);
    }

    /** A comment of a site. */
    public Future<Optional<Comment>> find(int siteId, UUID id) {
        return database.query(client -> store.find(client, siteId, id));
    }

    /** A comment of a site, locked until the caller's transaction ends. */
    public Future<Optional<Comment>> lock(SqlClient client, int siteId, UUID id) {
        return store.lock(client, siteId, id);
    }

    /**
     * Moves a comment in the caller's transaction: its status and history, the thread's count and version, the notice to
     * all nodes and the author's mail. The caller has it locked, and calls {@link #settled} after the commit.
     *
     * @param reason shown to the author, null where none is given
     * @throws Problem 409 as a failed future for a move that does not exist
     */
    public Future<Void> move(SqlClient client, Comment comment, CommentStatus to, @Nullable String reason) {
        if (!comment.status().mayBecome(to)) {
            return Future.failedFuture(Problem.of(Kind.CONFLICT, "impossible_move"));
        }
        var steps = new ArrayList<Future<Void>>();
        steps.add(store.move(client, comment, to));
        steps.add(statusChanges.append(client, comment, to, reason));
        var change = (to == CommentStatus.PUBLISHED ? 1 : 0) - (comment.status() == CommentStatus.PUBLISHED ? 1 : 0);
        if (change != 0) {
            steps.add(threads.count(client, comment.siteId(), comment.page().key(), change));
            steps.add(announce(client, comment.siteId(), comment.page().key()));
        }
        if (comment.status() == CommentStatus.PENDING) {
            steps.add(QueueCapacity.announce(client, comment.siteId()));
        }
        var kind = mailOf(comment, to);
        if (kind != null && comment.addressId() != null) {
            steps.add(
                    outbox.toAuthor(client, comment.siteId(), kind, comment.id(), comment.addressId(), comment.lang()));
        }
        if (to == CommentStatus.PUBLISHED && comment.publishedAt() == null) {
            steps.add(followers
                    .tell(client, comment.siteId(), List.of(comment.id()))
                    .mapEmpty());
        }
        return Future.all(steps).mapEmpty();
    }

    /** After the commit of a move: this node shows it at once, and its mail leaves. */
    public void settled(Comment comment) {
        changes.tell(
                "thread", ThreadCache.notice(comment.siteId(), comment.page().key()));
        queue.recount(comment.siteId());
        outbox.wake();
    }

    /** Makes a new version of the thread of a comment that is online and changed, in the caller's transaction. */
    public Future<Void> shownAnew(SqlClient client, Comment comment) {
        return Future.all(
                        threads.count(client, comment.siteId(), comment.page().key(), 0),
                        announce(client, comment.siteId(), comment.page().key()))
                .mapEmpty();
    }

    /** Being online is told once, and being taken down only where the comment was online. */
    public static @Nullable String mailOf(Comment comment, CommentStatus to) {
        return switch (to) {
            case PUBLISHED -> comment.publishedAt() == null ? PUBLISHED : null;
            case REJECTED -> REJECTED;
            case REMOVED, SPAM -> comment.publishedAt() == null ? null : REMOVED;
            default -> null;
        };
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
                    return find(siteId, answer.id())
                            .map(comment -> comment.orElseThrow(Problem::notFound))
                            .map(comment -> new Submitted(
                                    comment.id(), CommentStatus.of(answer.status()), receipts.original(comment)));
                });
    }

    private static Future<Void> announce(SqlClient client, int siteId, String pageKey) {
        return Notifications.announce(client, "thread", ThreadCache.notice(siteId, pageKey));
    }
}

package dev.palabre.comment;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.palabre.comment.CommentStore.New;
import dev.palabre.guard.Verdict;
import dev.palabre.kernel.http.Problem;
import dev.palabre.kernel.http.Problem.Kind;
import dev.palabre.kernel.sql.Changes;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.sql.Idempotency;
import dev.palabre.kernel.token.Code;
import dev.palabre.kernel.token.Ids;
import dev.palabre.mail.AddressStore;
import dev.palabre.mail.Outbox;
import dev.palabre.site.Settings.Moderation;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What can be done with comments. Whatever follows from an act commits with it. */
public final class Comments {
    /** Kind of the notice to moderators that something waits. */
    public static final String WAITING = "waiting";

    /** Kind of the mail that says a comment is online. */
    public static final String PUBLISHED = "published";

    /** Kind of the mail that says a comment was refused. */
    public static final String REJECTED = "rejected";

    private static final String QUEUE_FULL = "queue_full";
    private static final int QUEUE_FULL_RETRY_SECONDS = 3_600;

    private final Database database;
    private final Changes changes;
    private final Receipts receipts;
    private final Outbox outbox;
    private final int queueMax;
    private final CommentStore store = new CommentStore();
    private final ThreadStore threads = new ThreadStore();
    private final StatusChangeStore statusChanges = new StatusChangeStore();
    private final AddressStore addresses = new AddressStore();
    private final Idempotency idempotency = new Idempotency();
    private final AsyncCache<Integer, AtomicInteger> waiting = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(2))
            .buildAsync();

    /**
     * What a submission came to.
     *
     * @param id of the comment
     * @param status right after the submission
     * @param receipt that opens it
     */
    record Submitted(UUID id, Status status, Code receipt) {}

    /** A comment opened by a receipt. */
    record Opened(Code receipt, Comment comment) {}

    /** The comments of a database; a site's queue takes no more than so many. */
    public Comments(Database database, Changes changes, Receipts receipts, Outbox outbox, int queueMax) {
        this.database = database;
        this.changes = changes;
        this.receipts = receipts;
        this.outbox = outbox;
        this.queueMax = queueMax;
    }

    /** Takes a comment in; answered when it is committed. A repeated key gets the first answer again. */
    Future<Submitted> submit(Draft draft, Verdict verdict, Idempotency.@Nullable Key key) {
        return requireRoom(draft.site().id())
                .compose(ok -> insert(draft, verdict, key))
                .recover(failure -> key != null && mayBeRepeated(failure)
                        ? repeated(draft.site().id(), key, failure)
                        : Future.failedFuture(failure));
    }

    /** Also where the queue is full: what was taken in before it was full keeps its answer. */
    private static boolean mayBeRepeated(Throwable failure) {
        return Idempotency.isRepeated(failure)
                || (failure instanceof Problem problem && problem.code().equals(QUEUE_FULL));
    }

    /** What these receipts open at one site; those that open nothing are left out. */
    Future<List<Opened>> opened(int siteId, List<Code> codes) {
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
    public Future<Optional<Comment>> byReceipt(Code receipt) {
        return opened(receipt.siteId(), List.of(receipt))
                .map(found -> found.stream().findFirst().map(Opened::comment));
    }

    /** Every move of a comment since its submission, the first first. */
    public Future<List<StatusChange>> history(Comment comment) {
        return database.query(client -> statusChanges.list(client, comment.siteId(), comment.id()));
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
    public Future<Void> move(SqlClient client, Comment comment, Status to, @Nullable String reason) {
        if (!comment.status().mayBecome(to)) {
            return Future.failedFuture(Problem.of(Kind.CONFLICT, "impossible_move"));
        }
        var steps = new ArrayList<Future<Void>>();
        steps.add(store.move(client, comment, to));
        steps.add(statusChanges.append(client, comment, to, reason));
        var change = (to == Status.PUBLISHED ? 1 : 0) - (comment.status() == Status.PUBLISHED ? 1 : 0);
        if (change != 0) {
            steps.add(threads.count(client, comment.siteId(), comment.page().key(), change));
            steps.add(announce(client, comment.siteId(), comment.page().key()));
        }
        var kind = mailOf(comment, to);
        if (kind != null && comment.addressId() != null) {
            steps.add(
                    outbox.toAuthor(client, comment.siteId(), kind, comment.id(), comment.addressId(), comment.lang()));
        }
        return Future.all(steps).mapEmpty();
    }

    /** After the commit of a move: this node shows it at once, and its mail leaves. */
    public void settled(Comment comment) {
        changes.tell("thread", Threads.notice(comment.siteId(), comment.page().key()));
        outbox.wake();
    }

    /** Once a comment has been online, its author has been told. */
    private static @Nullable String mailOf(Comment comment, Status to) {
        return switch (to) {
            case PUBLISHED -> comment.publishedAt() == null ? PUBLISHED : null;
            case REJECTED -> REJECTED;
            default -> null;
        };
    }

    private Future<Submitted> insert(Draft draft, Verdict verdict, Idempotency.@Nullable Key key) {
        var siteId = draft.site().id();
        var id = Ids.next();
        var receipt = receipts.first(siteId, id);
        var held = verdict.reasons().isEmpty() ? null : String.join(",", verdict.reasons());
        var status = held == null && draft.site().settings().moderation() == Moderation.AFTER
                ? Status.PUBLISHED
                : Status.PENDING;
        var comment =
                new New(id, draft, status, held, Markup.html(draft.text()), receipts.currentKey(), receipt.hash());
        return database.pipelined(client -> {
                    var steps = new ArrayList<Future<?>>();
                    if (key != null) {
                        steps.add(idempotency.insert(client, siteId, key, id, status.wire()));
                    }
                    if (draft.email() != null) {
                        steps.add(addresses.keep(client, siteId, Ids.next(), draft.email()));
                    }
                    steps.add(threads.ensure(client, siteId, Ids.next(), draft.page(), draft.title()));
                    steps.add(store.insert(client, comment).compose(Comments::requireOpen));
                    steps.addAll(followUps(client, draft, comment));
                    return Future.all(steps);
                })
                .map(done -> new Submitted(id, status, receipt))
                .onSuccess(submitted -> afterSubmit(draft, submitted));
    }

    private List<Future<Void>> followUps(SqlClient client, Draft draft, New comment) {
        var siteId = draft.site().id();
        return comment.status() == Status.PENDING
                ? List.of(outbox.toModerators(client, siteId, WAITING, comment.id()))
                : List.of(
                        threads.count(client, siteId, draft.page().key(), 1),
                        announce(client, siteId, draft.page().key()));
    }

    private void afterSubmit(Draft draft, Submitted submitted) {
        if (submitted.status() == Status.PUBLISHED) {
            changes.tell(
                    "thread", Threads.notice(draft.site().id(), draft.page().key()));
        } else {
            outbox.wake();
        }
    }

    private Future<Submitted> repeated(int siteId, Idempotency.Key key, Throwable failure) {
        return database.query(client -> idempotency.find(client, siteId, key.key()))
                .compose(found -> {
                    if (found.isEmpty()) {
                        return Future.failedFuture(failure);
                    }
                    var answer = found.get();
                    if (!MessageDigest.isEqual(answer.requestDigest(), key.requestDigest())) {
                        throw Problem.of(Kind.INVALID, "idempotency_key_reused");
                    }
                    return find(siteId, answer.id())
                            .map(comment -> comment.orElseThrow(Problem::notFound))
                            .map(comment ->
                                    new Submitted(comment.id(), Status.of(answer.status()), receipts.of(comment)));
                });
    }

    /** Counted in the database every other second, and by this node in between. */
    private Future<Void> requireRoom(int siteId) {
        var counted =
                waiting.get(siteId, (site, executor) -> database.query(client -> store.waiting(client, site, queueMax))
                        .map(AtomicInteger::new)
                        .toCompletionStage()
                        .toCompletableFuture());
        return Future.fromCompletionStage(counted)
                .compose(count -> count.getAndIncrement() < queueMax
                        ? Future.succeededFuture()
                        : Future.failedFuture(Problem.later(Kind.UNAVAILABLE, QUEUE_FULL, QUEUE_FULL_RETRY_SECONDS)));
    }

    private static Future<Void> requireOpen(boolean open) {
        return open ? Future.succeededFuture() : Future.failedFuture(Problem.of(Kind.CONFLICT, "thread_closed"));
    }

    private static Future<Void> announce(SqlClient client, int siteId, String pageKey) {
        return Changes.announce(client, "thread", Threads.notice(siteId, pageKey));
    }
}

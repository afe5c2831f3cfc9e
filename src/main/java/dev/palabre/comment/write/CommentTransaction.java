package dev.palabre.comment.write;

import dev.palabre.address.AddressStore;
import dev.palabre.address.AddressStore.Kept;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.CommentStore;
import dev.palabre.comment.model.CommentStore.Mails;
import dev.palabre.comment.model.CommentStore.NewRow;
import dev.palabre.comment.model.NewComment;
import dev.palabre.comment.model.ThreadStore;
import dev.palabre.comment.thread.ThreadCache;
import dev.palabre.comment.write.NewCommentListener.SubscriptionRequest;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.db.Notifications;
import dev.palabre.mail.outbox.LinkMailLimits;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.outbox.Outbox.Addressed;
import dev.palabre.site.Settings.Verification;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The transaction that writes new comments with one statement per table, however many they are. All statements lock their
 * rows in the order of the table's key, so that transactions do not deadlock.
 */
public final class CommentTransaction implements CommentBatcher.Writer {
    private final Database database;
    private final Notifications changes;
    private final Outbox outbox;
    private final LinkMailLimits mailLimits;
    private final NewCommentListener listener;
    private final CommentStore store = new CommentStore();
    private final ThreadStore threads = new ThreadStore();
    private final AddressStore addresses = new AddressStore();
    private final IdempotencyStore idempotency = new IdempotencyStore();

    /** Writes to this database; mails with a link are limited. */
    public CommentTransaction(
            Database database,
            Notifications changes,
            Outbox outbox,
            LinkMailLimits mailLimits,
            NewCommentListener listener) {
        this.database = database;
        this.changes = changes;
        this.outbox = outbox;
        this.mailLimits = mailLimits;
        this.listener = listener;
    }

    /** The mails with a link that may be sent for a comment now; its author can ask for others later, on the status page. */
    Mails mails(NewRow row, String network) {
        var verifies = row.status() == CommentStatus.PENDING
                && row.comment().site().settings().verification() != Verification.OFF
                && mayMail(row.comment(), network);
        return new Mails(verifies, row.comment().follow() && mayMail(row.comment(), network));
    }

    private boolean mayMail(NewComment comment, String network) {
        var email = comment.email();
        return email != null && mailLimits.requestByStranger(comment.site().id(), email, network) == 0;
    }

    @Override
    public Future<Set<UUID>> closed(List<NewRow> comments) {
        return database.query(client -> threads.closed(client, comments));
    }

    @Override
    public Future<Set<UUID>> write(List<NewRow> comments) {
        var subscriptionMails = new ArrayList<Future<Integer>>();
        return database.pipelined(client -> {
                    var steps = new ArrayList<Future<?>>();
                    steps.add(idempotency.claim(client, claims(comments)));
                    steps.add(addresses.keep(client, kept(comments)));
                    steps.add(threads.ensure(client, comments));
                    var written = store.insert(client, comments);
                    steps.add(written);
                    steps.addAll(followUps(client, comments));
                    subscriptionMails.addAll(notifyListener(client, comments));
                    steps.addAll(subscriptionMails);
                    return Future.all(steps).compose(ok -> written);
                })
                .onSuccess(written -> count(comments, written))
                .onSuccess(written ->
                        afterCommit(comments, subscriptionMails.stream().anyMatch(many -> many.result() > 0)));
    }

    private static List<Kept> kept(List<NewRow> comments) {
        var kept = new ArrayList<Kept>();
        for (var each : comments) {
            if (each.comment().email() != null) {
                kept.add(new Kept(each.claim(), each.comment().email()));
            }
        }
        return kept;
    }

    private List<Future<Void>> followUps(SqlClient client, List<NewRow> comments) {
        var steps = new ArrayList<Future<Void>>();
        steps.add(outbox.toModerators(client, Comments.WAITING, claims(waiting(comments))));
        var toConfirm = toConfirm(comments);
        if (!toConfirm.isEmpty()) {
            steps.add(outbox.toAddresses(client, Comments.VERIFY, toConfirm).mapEmpty());
        }
        var published = of(comments, CommentStatus.PUBLISHED);
        if (!published.isEmpty()) {
            steps.add(threads.countIn(client, published));
            payloads(published).forEach(payload -> steps.add(Notifications.announce(client, "thread", payload)));
        }
        return steps;
    }

    /** Mails to authors who asked to subscribe, and to subscribers of the pages of published comments. */
    private List<Future<Integer>> notifyListener(SqlClient client, List<NewRow> comments) {
        var steps = new ArrayList<Future<Integer>>();
        var requested = subscriptionRequests(comments);
        if (!requested.isEmpty()) {
            steps.add(listener.subscriptionsRequested(client, requested));
        }
        of(comments, CommentStatus.PUBLISHED).stream()
                .collect(Collectors.groupingBy(
                        NewRow::siteId, TreeMap::new, Collectors.mapping(NewRow::id, Collectors.toList())))
                .forEach((siteId, ids) -> steps.add(listener.published(client, siteId, ids)));
        return steps;
    }

    private static List<SubscriptionRequest> subscriptionRequests(List<NewRow> comments) {
        var requests = new ArrayList<SubscriptionRequest>();
        for (var each : comments) {
            var email = each.comment().email();
            if (each.mails().follow() && email != null) {
                requests.add(new SubscriptionRequest(
                        each.claim(), email, each.pageKey(), each.comment().lang()));
            }
        }
        return requests;
    }

    private static List<NewRow> waiting(List<NewRow> comments) {
        return of(comments, CommentStatus.PENDING).stream()
                .filter(each -> !each.unverified())
                .toList();
    }

    /** Authors who are asked to confirm their comment. */
    private static List<Addressed> toConfirm(List<NewRow> comments) {
        var addressed = new ArrayList<Addressed>();
        for (var each : of(comments, CommentStatus.PENDING)) {
            var email = each.comment().email();
            if (email != null && each.mails().verification()) {
                addressed.add(new Addressed(each.claim(), email, each.comment().lang()));
            }
        }
        return addressed;
    }

    /** Counts the mails with a link of the comments that were written. */
    private void count(List<NewRow> comments, Set<UUID> written) {
        for (var each : comments) {
            var email = each.comment().email();
            if (email != null && written.contains(each.id())) {
                if (each.mails().verification()) {
                    mailLimits.wroteForStranger(each.siteId(), email);
                }
                if (each.mails().follow()) {
                    mailLimits.wroteForStranger(each.siteId(), email);
                }
            }
        }
    }

    private void afterCommit(List<NewRow> comments, boolean mailsWritten) {
        payloads(of(comments, CommentStatus.PUBLISHED)).forEach(payload -> changes.tell("thread", payload));
        if (mailsWritten || !of(comments, CommentStatus.PENDING).isEmpty()) {
            outbox.wake();
        }
    }

    private static Set<String> payloads(List<NewRow> comments) {
        return comments.stream()
                .map(each -> ThreadCache.payload(each.siteId(), each.pageKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<NewRow> of(List<NewRow> comments, CommentStatus status) {
        return comments.stream().filter(each -> each.status() == status).toList();
    }

    private static List<Claim> claims(List<NewRow> comments) {
        return comments.stream().map(NewRow::claim).toList();
    }
}

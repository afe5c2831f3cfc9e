package dev.palabre.comment.write;

import dev.palabre.address.AddressStore;
import dev.palabre.address.AddressStore.Kept;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.comment.model.CommentStore;
import dev.palabre.comment.model.CommentStore.New;
import dev.palabre.comment.model.ThreadStore;
import dev.palabre.comment.thread.ThreadCache;
import dev.palabre.comment.write.NewCommentListener.Asked;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.db.IdempotencyStore.Claim;
import dev.palabre.db.Notifications;
import dev.palabre.mail.outbox.LinkMailLimits;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.mail.outbox.Outbox.Addressed;
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
 * The transaction that writes new comments, one statement a table however many they are. All statements take their rows
 * in the order of the table's key, so that transactions never wait for each other in a circle.
 */
final class CommentTransaction implements CommentBatcher.Writer {
    private final Database database;
    private final Notifications changes;
    private final Outbox outbox;
    private final LinkMailLimits rates;
    private final NewCommentListener followers;
    private final CommentStore store = new CommentStore();
    private final ThreadStore threads = new ThreadStore();
    private final AddressStore addresses = new AddressStore();
    private final IdempotencyStore idempotency = new IdempotencyStore();

    CommentTransaction(
            Database database,
            Notifications changes,
            Outbox outbox,
            LinkMailLimits rates,
            NewCommentListener followers) {
        this.database = database;
        this.changes = changes;
        this.outbox = outbox;
        this.rates = rates;
        this.followers = followers;
    }

    @Override
    public Future<Set<UUID>> closed(List<New> comments) {
        return database.query(client -> threads.closed(client, comments));
    }

    @Override
    public Future<Set<UUID>> write(List<New> comments) {
        var letters = new ArrayList<Future<Integer>>();
        return database.pipelined(client -> {
                    var steps = new ArrayList<Future<?>>();
                    steps.add(idempotency.claim(client, claims(comments)));
                    steps.add(addresses.keep(client, kept(comments)));
                    steps.add(threads.ensure(client, comments));
                    var written = store.insert(client, comments);
                    steps.add(written);
                    steps.addAll(followUps(client, comments));
                    letters.addAll(toFollowers(client, comments));
                    steps.addAll(letters);
                    return Future.all(steps).compose(ok -> written);
                })
                .onSuccess(written -> count(comments, written))
                .onSuccess(written -> settle(comments, letters.stream().anyMatch(many -> many.result() > 0)));
    }

    private static List<Kept> kept(List<New> comments) {
        var kept = new ArrayList<Kept>();
        for (var each : comments) {
            if (each.draft().email() != null) {
                kept.add(new Kept(each.claim(), each.draft().email()));
            }
        }
        return kept;
    }

    private List<Future<Void>> followUps(SqlClient client, List<New> comments) {
        var steps = new ArrayList<Future<Void>>();
        steps.add(outbox.toModerators(client, Comments.WAITING, claims(waiting(comments))));
        var asked = asked(comments);
        if (!asked.isEmpty()) {
            steps.add(outbox.toAddresses(client, Comments.VERIFY, asked).mapEmpty());
        }
        var published = of(comments, CommentStatus.PUBLISHED);
        if (!published.isEmpty()) {
            steps.add(threads.countIn(client, published));
            notices(published).forEach(notice -> steps.add(Notifications.announce(client, "thread", notice)));
        }
        return steps;
    }

    /** A letter to everybody who ticked the box and may have one, and to all who follow what is new. */
    private List<Future<Integer>> toFollowers(SqlClient client, List<New> comments) {
        var steps = new ArrayList<Future<Integer>>();
        var asked = following(comments);
        if (!asked.isEmpty()) {
            steps.add(followers.ask(client, asked));
        }
        of(comments, CommentStatus.PUBLISHED).stream()
                .collect(Collectors.groupingBy(
                        New::siteId, TreeMap::new, Collectors.mapping(New::id, Collectors.toList())))
                .forEach((siteId, ids) -> steps.add(followers.tell(client, siteId, ids)));
        return steps;
    }

    private List<Asked> following(List<New> comments) {
        var asked = new ArrayList<Asked>();
        for (var each : comments) {
            var email = each.draft().email();
            if (each.mails().follow() && email != null) {
                asked.add(new Asked(
                        each.claim(), email, each.pageKey(), each.draft().lang()));
            }
        }
        return asked;
    }

    private static List<New> waiting(List<New> comments) {
        return of(comments, CommentStatus.PENDING).stream()
                .filter(each -> !each.unverified())
                .toList();
    }

    /** Whom a mail asks whether they wrote it. */
    private List<Addressed> asked(List<New> comments) {
        var asked = new ArrayList<Addressed>();
        for (var each : of(comments, CommentStatus.PENDING)) {
            var email = each.draft().email();
            if (email != null && each.mails().verification()) {
                asked.add(new Addressed(each.claim(), email, each.draft().lang()));
            }
        }
        return asked;
    }

    /** Counts the mails with a link of what was written. */
    private void count(List<New> comments, Set<UUID> written) {
        for (var each : comments) {
            var email = each.draft().email();
            if (email != null && written.contains(each.id())) {
                if (each.mails().verification()) {
                    rates.wroteForStranger(each.siteId(), email);
                }
                if (each.mails().follow()) {
                    rates.wroteForStranger(each.siteId(), email);
                }
            }
        }
    }

    private void settle(List<New> comments, boolean letters) {
        notices(of(comments, CommentStatus.PUBLISHED)).forEach(notice -> changes.tell("thread", notice));
        if (letters || !of(comments, CommentStatus.PENDING).isEmpty()) {
            outbox.wake();
        }
    }

    private static Set<String> notices(List<New> comments) {
        return comments.stream()
                .map(each -> ThreadCache.notice(each.siteId(), each.pageKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<New> of(List<New> comments, CommentStatus status) {
        return comments.stream().filter(each -> each.status() == status).toList();
    }

    private static List<Claim> claims(List<New> comments) {
        return comments.stream().map(New::claim).toList();
    }
}

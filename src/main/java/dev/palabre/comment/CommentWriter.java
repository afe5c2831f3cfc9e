package dev.palabre.comment;

import dev.palabre.comment.CommentStore.New;
import dev.palabre.comment.Followers.Asked;
import dev.palabre.kernel.sql.Changes;
import dev.palabre.kernel.sql.Database;
import dev.palabre.kernel.sql.Idempotency;
import dev.palabre.kernel.sql.Idempotency.Claim;
import dev.palabre.mail.AddressStore;
import dev.palabre.mail.AddressStore.Kept;
import dev.palabre.mail.LinkRates;
import dev.palabre.mail.Outbox;
import dev.palabre.mail.Outbox.Addressed;
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
 * The transaction that writes new comments, one statement a table however many they are. All statements take their rows
 * in the order of the table's key, so that transactions never wait for each other in a circle.
 */
final class CommentWriter {
    private final Database database;
    private final Changes changes;
    private final Outbox outbox;
    private final LinkRates rates;
    private final Followers followers;
    private final CommentStore store = new CommentStore();
    private final ThreadStore threads = new ThreadStore();
    private final AddressStore addresses = new AddressStore();
    private final Idempotency idempotency = new Idempotency();

    CommentWriter(Database database, Changes changes, Outbox outbox, LinkRates rates, Followers followers) {
        this.database = database;
        this.changes = changes;
        this.outbox = outbox;
        this.rates = rates;
        this.followers = followers;
    }

    /**
     * Writes comments, and answers which: those whose key had been used before are passed over. Where it fails, nothing of
     * any of them stays.
     */
    Future<Set<UUID>> write(List<New> comments) {
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
            steps.add(outbox.toAddresses(client, Comments.VERIFY, asked));
        }
        var published = of(comments, Status.PUBLISHED);
        if (!published.isEmpty()) {
            steps.add(threads.countIn(client, published));
            notices(published).forEach(notice -> steps.add(Changes.announce(client, "thread", notice)));
        }
        return steps;
    }

    /** A letter to everybody who ticked the box, as the rates of such mails allow, and to all who follow what is new. */
    private List<Future<Integer>> toFollowers(SqlClient client, List<New> comments) {
        var steps = new ArrayList<Future<Integer>>();
        var asked = following(comments);
        if (!asked.isEmpty()) {
            steps.add(followers.ask(client, asked));
        }
        of(comments, Status.PUBLISHED).stream()
                .collect(Collectors.groupingBy(
                        New::siteId, TreeMap::new, Collectors.mapping(New::id, Collectors.toList())))
                .forEach((siteId, ids) -> steps.add(followers.tell(client, siteId, ids)));
        return steps;
    }

    private List<Asked> following(List<New> comments) {
        var asked = new ArrayList<Asked>();
        for (var each : comments) {
            var email = each.draft().email();
            if (each.draft().follow() && email != null && rates.take(each.siteId(), email)) {
                asked.add(new Asked(
                        each.claim(), email, each.pageKey(), each.draft().lang()));
            }
        }
        return asked;
    }

    private static List<New> waiting(List<New> comments) {
        return of(comments, Status.PENDING).stream()
                .filter(each -> !each.unverified())
                .toList();
    }

    /** Whom a mail asks whether they wrote it: never more of them than the rates of such mails allow. */
    private List<Addressed> asked(List<New> comments) {
        var asked = new ArrayList<Addressed>();
        for (var each : of(comments, Status.PENDING)) {
            var email = each.draft().email();
            if (email != null
                    && each.draft().site().settings().verification() != Verification.OFF
                    && rates.take(each.siteId(), email)) {
                asked.add(new Addressed(each.claim(), email, each.draft().lang()));
            }
        }
        return asked;
    }

    private void settle(List<New> comments, boolean letters) {
        notices(of(comments, Status.PUBLISHED)).forEach(notice -> changes.tell("thread", notice));
        if (letters || !of(comments, Status.PENDING).isEmpty()) {
            outbox.wake();
        }
    }

    private static Set<String> notices(List<New> comments) {
        return comments.stream()
                .map(each -> Threads.notice(each.siteId(), each.pageKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<New> of(List<New> comments, Status status) {
        return comments.stream().filter(each -> each.status() == status).toList();
    }

    private static List<Claim> claims(List<New> comments) {
        return comments.stream().map(New::claim).toList();
    }
}

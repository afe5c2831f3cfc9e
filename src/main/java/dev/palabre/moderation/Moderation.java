package dev.palabre.moderation;

import dev.palabre.auth.Principal;
import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentSearch;
import dev.palabre.comment.model.CommentSearch.Found;
import dev.palabre.comment.model.CommentSearch.Query;
import dev.palabre.comment.model.CommentSearch.Statistics;
import dev.palabre.comment.write.Comments;
import dev.palabre.crypto.KeyRing;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Database;
import dev.palabre.moderation.DecisionStore.Entry;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.template.Messages;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The queue, the decisions and what is kept of them. A decision, its audit row and everything that follows from it commit
 * together. What a caller may not see does not exist for them.
 */
public final class Moderation {
    private static final String PURPOSE = "decision";

    private final Database database;
    private final Comments comments;
    private final KeyRing keys;
    private final Messages messages;
    private final CommentSearch search = new CommentSearch();
    private final DecisionStore store = new DecisionStore();

    /** The outcome of a decision: the comment as it is now, and as it was if it moved. */
    private record Outcome(Found found, @Nullable Comment moved) {}

    /** Moderation of these comments; the keys make the digests of audit rows. */
    public Moderation(Database database, Comments comments, KeyRing keys, Messages messages) {
        this.database = database;
        this.comments = comments;
        this.keys = keys;
        this.messages = messages;
    }

    /** A page of comments; the query names only sites that the caller sees. */
    public Future<List<Found>> page(Query query) {
        return database.query(client -> search.page(client, query));
    }

    /** One comment that the caller sees, or 404. */
    public Future<Found> require(Principal caller, UUID id) {
        return database.query(client -> search.find(client, caller.sites(), id))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** How many comments of which status, and since when something waits. */
    public Future<Statistics> statistics(List<Integer> sites) {
        return database.query(client -> search.statistics(client, sites));
    }

    /** The newest decisions of these sites, of one comment or of all. */
    public Future<List<AuditEntry>> audit(
            List<Integer> sites, @Nullable UUID commentId, int limit, @Nullable UUID after) {
        return database.query(client -> store.page(client, sites, commentId, limit, after));
    }

    /**
     * Decides of a comment. The same decision again changes nothing and succeeds.
     *
     * @throws Problem as a failed future: 404 for a comment of a foreign site, 403 for a reader, 409
     *     {@code state_changed}, {@code text_changed} or {@code impossible_move}
     */
    public Future<Found> decide(Principal caller, UUID id, DecisionInput ruling) {
        return database.transaction(client -> search.lock(client, caller.sites(), id)
                        .map(locked -> locked.orElseThrow(Problem::notFound))
                        .compose(found -> rule(client, caller, found, ruling)))
                .map(outcome -> {
                    if (outcome.moved() != null) {
                        comments.afterCommit(outcome.moved());
                    }
                    return outcome.found();
                });
    }

    /** Takes the words that were written about an erased comment out of the audit; ids, dates and decisions stay. */
    public Future<Void> forget(SqlClient client, Comment comment) {
        return store.forget(client, comment.siteId(), comment.id());
    }

    private Future<Outcome> rule(SqlClient client, Principal caller, Found found, DecisionInput ruling) {
        var comment = found.comment();
        if (!caller.canDecide(comment.siteId())) {
            throw Problem.of(Kind.FORBIDDEN, "reader_only");
        }
        return isDone(client, comment, ruling.decision()).compose(done -> {
            if (done) {
                return Future.succeededFuture(new Outcome(found, null));
            }
            requirePossible(comment, ruling);
            return append(client, caller, comment, ruling)
                    .map(now -> new Outcome(new Found(now, found.email()), comment));
        });
    }

    /** A restored comment looks like one that was never decided of: there the last decision tells. */
    private Future<Boolean> isDone(SqlClient client, Comment comment, Decision decision) {
        if (decision != Decision.RESTORE) {
            return Future.succeededFuture(comment.status() == decision.target(comment));
        }
        return decision.appliesTo(comment.status())
                ? Future.succeededFuture(false)
                : store.last(client, comment.siteId(), comment.id())
                        .map(last -> last.filter(entry -> entry.decision().equals(decision.wire())
                                        && entry.to().equals(comment.status().wire()))
                                .isPresent());
    }

    private static void requirePossible(Comment comment, DecisionInput ruling) {
        if (ruling.expected() != null && ruling.expected() != comment.status()) {
            throw Problem.of(Kind.CONFLICT, "state_changed");
        }
        if (ruling.stamp() != null && !ruling.stamp().equals(comment.textDigest())) {
            throw Problem.of(Kind.CONFLICT, "text_changed");
        }
        if (!ruling.decision().appliesTo(comment.status())) {
            throw Problem.of(Kind.CONFLICT, "impossible_move");
        }
    }

    private Future<Comment> append(SqlClient client, Principal caller, Comment comment, DecisionInput ruling) {
        var target = ruling.decision().target(comment);
        var entry = new Entry(
                comment.siteId(),
                UuidV7.next(),
                comment.id(),
                caller.moderatorId(),
                ruling.decision().wire(),
                comment.status().wire(),
                target.wire(),
                ruling.reasonCode(),
                ruling.reason(),
                ruling.note());
        var shown = RejectionReasons.shown(messages, comment.lang(), ruling.reasonCode(), ruling.reason());
        var moved = comments.move(client, comment, target, shown);
        return Future.all(moved, store.append(client, entry, digest(entry))).map(done -> moved.result());
    }

    /** Over ids and keyed digests of what was written, never over the words: erasing them must not break it. */
    private byte[] digest(Entry entry) {
        return keys.digest(
                PURPOSE,
                String.join(
                        "\n",
                        String.valueOf(entry.siteId()),
                        entry.id().toString(),
                        entry.commentId().toString(),
                        String.valueOf(entry.moderatorId()),
                        entry.decision(),
                        entry.from(),
                        entry.to(),
                        String.valueOf(entry.reasonCode()),
                        keyed(entry.reason()),
                        keyed(entry.note())));
    }

    private String keyed(@Nullable String words) {
        return words == null ? "-" : Base64.getEncoder().encodeToString(keys.digest(PURPOSE + ".words", words));
    }
}
